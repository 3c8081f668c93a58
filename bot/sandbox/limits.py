"""Slack's limits, each with its source. Lengths are in characters unless the name says otherwise."""

from __future__ import annotations

# https://docs.slack.dev/reference/block-kit/blocks and the page of each block below it
BLOCKS_PER_MESSAGE = 50
BLOCKS_PER_VIEW = 100
ID = 255
SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3000
ACTIONS_ELEMENTS = 25
URL = 3000
ALT_TEXT = 2000
IMAGE_TITLE = 2000
INPUT_LABEL = 2000
MARKDOWN_TOTAL = 12_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000
LIST_INDENT = 8
CONTEXT_ACTIONS = 5
CARD_TITLE = 150
CARD_BODY = 200
CARD_ACTIONS = 3
CAROUSEL_CARDS = 10
CONTAINER_CHILDREN = 10
CONTAINER_TITLE = 150
ALERT_TEXT = 200
PLAN_TASKS = 50
DATA_TABLE_ROWS = 201
DATA_TABLE_TEXT = 20_000
CHARTS_PER_MESSAGE = 2
CHART_TITLE = 50
VIDEO_TITLE = 199
VIDEO_AUTHOR = 49

# https://docs.slack.dev/reference/block-kit/block-elements and composition-objects
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
ACCESSIBILITY_LABEL = 75
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
OVERFLOW_OPTIONS = 5
CHOICE_OPTIONS = 10
PLACEHOLDER = 150
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# https://docs.slack.dev/reference/views
VIEW_TITLE = 24
PRIVATE_METADATA = 3000
VIEW_BYTES = 250_000
VIEW_STACK = 3

# https://docs.slack.dev/reference/methods/chat.postMessage#truncating
MESSAGE_TEXT = 40_000
# https://docs.slack.dev/reference/methods/chat.update
UPDATE_TEXT_BYTES = 4000
# Not documented; seen by https://github.com/slackapi/bolt-js/issues/2509
MESSAGE_BLOCKS_TEXT = 13_200

# https://docs.slack.dev/interactivity/handling-user-interaction
ACK_SECONDS = 3.0
TRIGGER_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60

# https://docs.slack.dev/apis/events-api#retries: at once, after a minute, after five
RETRY_AFTER_SECONDS = (0, 60, 300)

# https://docs.slack.dev/apis/web-api/rate-limits: about one message a second a channel, "several hundred" a minute a
# workspace; postEphemeral is in tier 4, over a hundred a minute
MESSAGES_PER_SECOND_PER_CHANNEL = 1.0
MESSAGES_PER_MINUTE_PER_WORKSPACE = 300
EPHEMERALS_PER_MINUTE = 100

# https://docs.slack.dev/reference/methods/agents.sessions.setStatus and agents.sessions.rename
SESSION_STATUSES = ("active", "processing", "suspended", "closed")
SESSION_TITLE = 200
# https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts
SUGGESTED_PROMPTS = 4
