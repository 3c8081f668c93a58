"""A Slack workspace on loopback that keeps Slack's rules: to try the bot, and to test it."""

from bot.sandbox.clock import Clock
from bot.sandbox.sandbox import Sandbox

__all__ = ["Clock", "Sandbox"]
