"""Who speaks: from the words before a verb of speech to a class of source."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings.claims import SourceClass
from briefings.reading import offices
from briefings.reading.memory import Memory, Voice
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page
from briefings.reading.papers import ARTICLE, NAME_RUN, outlet_word, record, release, shown
from briefings.reading.scanning import Hit
from briefings.reading.subjects import head_end

_PRONOUN = re.compile(r"(?:^|\s)(?P<p>he|she|it|we|who)\s*$", re.IGNORECASE)
_THE_PERSON = re.compile(
    r"(?:the|this) (?:\w+ )?(?:executive|official|manager|person|source|insider|employee|engineer)", re.IGNORECASE
)
_THEY = re.compile(r"they|the people|the (?:two|three|four) people|both(?: people)?|the pair", re.IGNORECASE)
_STRANGER = re.compile(
    r"(?:(?:An?|The|But|And|Later|However|Meanwhile|Also|a|an|the),? )*"
    r"(?P<name>[A-Z][\w&-]{1,30}(?:[A-Z.&][\w&-]*)*(?: [A-Z][\w&-]{1,30}){0,3})"
    r"(?:'s)?(?: (?:has|have|had|also|later|then|itself|again|(?:chief |senior |company )?(?:spokes"
    r"\w+|representatives?|"
    r"executives?|officials?|CEO|boss|chairman|president)(?: [A-Z][\w'-]+){0,3}|for (?:its|their) par"
    r"t|China|Europe|UK|US"
    r"|Inc\.?|Ltd\.?|Corp\.?|AG|SE|plc))*",
)
_TITLE = re.compile(
    r"(?:The|An?|In|On|At|For|By|With|From|To|As|After|Since|Over|Under|Of|If|Of|About|Four|Five|Six|Seven|Eight|Nine|Ten|"
    r"[A-Z][a-z]+(?:ese|ish|ean|ian|man|can|ch|ss|ly|ing|ed|day|ary|ust)|CEO|CFO|COO|CTO|Chief|Execut"
    r"ive|Officer|Vice|President|Chair\w*|"
    r"Managing|General|Director|Manager|Head|Senior|Board|Co-?founder|Founder|Spokes\w+|Represent\w+|Executives?|"
    r"Officials?|Sources?|People|Insiders?|Analysts?|Both|Neither|Either|They|Each|All|Some|Most|Many|Others?|"
    r"This|These|Those|That|There|Here|Now|Then|Today|Yesterday|Once|Still|Yet|So|What|Who|When|Where|Why|How|"
    r"It|He|She|We|I|You|One|Two|Three|No|Not|Its|His|Her|Their|Our|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|EU|US|UK|U\.S|China|Japan|Korea|Germany|Europe|India|Turkey|"
    r"EV|EVs|Reports?|Rumou?rs?|Asked|Contacted|Speaking|Company|Group|Carmaker|Automaker|Statements?|Earlier|"
    r"Shares|Sales|Talks|Plans|Production|Deliveries|News|Nothing|Everything|Anyone|Someone|Nobody)(?: [\w-]+)*",
)


def identify(page: Page, start: int, end: int, memory: Memory, told: str | None = None) -> Voice | None:
    """The voice that a source phrase names; None where it names nobody. `told` is the outlet that was spoken to."""
    lexicon, text = page.lexicon, page.text
    end = head_end(text, start, end)
    filed = _FILED_BY.match(text, start, end)
    if filed and lexicon.has("record", text, start, filed.end()):
        return meant(page, filed.end(), memory) or memory.speaker
    names = page.named(start, end)
    outlets = [m for m in names if m.kind is Kind.OUTLET]
    parties = [m for m in names if m.kind in (Kind.COMPANY, Kind.PERSON)]
    anonymous = lexicon.find("anonymous", text, start, end) or lexicon.find("someone", text, start, end)
    if anonymous and not (outlets and outlets[0].start < anonymous.start):
        office = anonymous.id.endswith(".office") and not page.chinese(start, end)
        return Voice(
            SourceClass.OUTLET_ANONYMOUS,
            _officer_of(page, anonymous.start, end, memory) if office else text[anonymous.start : anonymous.end],
            told or (outlets[0].name if outlets else None),
        )
    if outlets and not _addressed(page, outlets[0]):
        return Voice(SourceClass.OUTLET, _spelt(page, outlets[0]), outlets[0].name)
    for cls, kind in (("analyst", SourceClass.ANALYST), ("third", SourceClass.THIRD_PARTY)):
        if lexicon.has(cls, text, start, end) and not _company_role(page, start, end, parties):
            return Voice(kind, shown(text[start:end]), told)
    return (
        release(page, start, end, parties, memory)
        or outlet_word(page, start, end, memory)
        or record(page, start, end, parties, memory)
        or _party(page, start, end, parties, memory, told)
    )


def _officer_of(page: Page, start: int, end: int, memory: Memory) -> str:
    """An unnamed officer as shown: "a company official" is one of the company spoken of."""
    officer, subject = shown(page.text[start:end]), _subject(page, start, memory)
    name = page.watchlist.name_of(subject) if subject else None
    return officer.replace("company ", f"{name} ", 1) if name and officer.startswith("company ") else officer


_REPORTER = re.compile(
    r"'s? (?:(?:\w+ ){0,2}(?:reporter|journalist|correspondent|columnist|editor) )?(?P<name>[A-Z][\w'-]+ [A-Z][\w'-]+)"
    r"(?= (?:said|says|has|had|is|was|wrote|writes|report|claim|believe|expect|predict|think|told|,|\())"
)
"""The reporter after the outlet: "Bloomberg's Ann Lee reported"."""


def reporter(page: Page, outlet: Mention) -> str | None:
    """The reporter named after an outlet, with it."""
    match = _REPORTER.match(page.text, outlet.end)
    return f"{match['name']} ({outlet.name})" if match else None


def _spelt(page: Page, outlet: Mention) -> str:
    """An outlet's name as the article writes it in full, else as it is known."""
    by = reporter(page, outlet)
    if by:
        return by
    written = page.text[outlet.start : outlet.end]
    return written if written.isascii() and written[0].isupper() and " " in written else outlet.name


def _company_role(page: Page, start: int, end: int, parties: list[Mention]) -> bool:
    """Whether a phrase names an office of a company rather than somebody near it."""
    if page.lexicon.has("third", page.text, start, end) and re.search(
        r"\b(?:former|ex-|dealer|supplier|union|worker|engineer|rival|blog)|前|"
        r"离职",
        page.text[start:end],
        re.IGNORECASE,
    ):
        return False
    role = page.lexicon.has("role", page.text, start, end)
    return role and (
        bool(parties) or re.search(r"\b(?:company|its|brand's|carmaker's|group's) ", page.text[start:end]) is not None
    )


def _addressed(page: Page, outlet: Mention) -> bool:
    before = page.text[max(0, outlet.start - 18) : outlet.start].lower()
    return (
        re.search(r"\b(?:told|to|with|contacted by|asked by|approached by|reached by) (?:the )?$", before) is not None
        and "according to" not in before
    ) or re.search(r"(?:接受|对|向|给了?|告诉|回复|答复)《?$", before) is not None


def _party(page: Page, start: int, end: int, parties: list[Mention], memory: Memory, told: str | None) -> Voice | None:
    text = page.text[start:end]
    if parties:
        return _named_party(page, start, end, parties, told)
    if page.lexicon.has("both", page.text, start, end) and (several := _several(page, start, end, memory, told)):
        return several
    pronoun = _PRONOUN.search(text.rstrip(", "))
    if pronoun and pronoun["p"].lower() in ("he", "she", "who"):
        return _who_said(memory)
    dated = pronoun is not None and _DATED.match(text.strip()) is not None
    known = pronoun if pronoun and not dated else None
    return _spoke_before(text, known, memory) or _described(page, start, end, memory, told, pronoun is not None, dated)


def _named_party(page: Page, start: int, end: int, parties: list[Mention], told: str | None) -> Voice:
    """The company, or its person, whom the words name."""
    comma = page.text.find(", ", start, end)
    parties = [m for m in parties if comma < 0 or m.start < comma] or parties
    slugs = tuple(dict.fromkeys(m.company for m in parties if m.company))
    person = next((m for m in parties if m.kind is Kind.PERSON), None)
    company = page.watchlist.name_of(slugs[0]) if slugs else ""
    officer = _OFFICER.search(page.text[start:end].strip(" ,")) if person is None and len(slugs) == 1 else None
    if officer:
        return Voice(SourceClass.PARTY, f"{officer['name']} ({company})", told, slugs[:1])
    if person is None:
        return Voice(SourceClass.PARTY, " and ".join(page.watchlist.name_of(s) for s in slugs[:3]), told, slugs[:3])
    return Voice(SourceClass.PARTY, f"{person.name} ({company})", told, slugs[:1])


def _spoke_before(text: str, pronoun: re.Match[str] | None, memory: Memory) -> Voice | None:
    """Whoever spoke before, where "it" or "the person" goes back to them."""
    speaker = memory.speaker
    if pronoun and speaker and speaker.cls is SourceClass.OUTLET:
        return speaker
    if pronoun and pronoun["p"].lower() == "it" and speaker and speaker.origin == memory.outlet is not None:
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    if not _THE_PERSON.fullmatch(text.strip(" ,")):
        return None
    if memory.person and memory.person.companies:
        return memory.person
    return speaker if speaker and speaker.cls is SourceClass.OUTLET_ANONYMOUS else None


def _described(
    page: Page, start: int, end: int, memory: Memory, told: str | None, pronoun: bool, dated: bool
) -> Voice | None:
    """Whoever the words describe: an office elsewhere, the company spoken of, a person named before, a stranger."""
    text = page.text[start:end]
    elsewhere = offices.elsewhere(page, start, end, memory)
    if elsewhere:
        return Voice(SourceClass.THIRD_PARTY, elsewhere, told)
    subject = _subject(page, start, memory)
    spokes = re.search(r"(?i)\bspokes\w+|\bits\b|company|brand|carmaker|group|maker", text)
    generic = any(page.lexicon.has(kind, page.text, start, end) for kind in ("generic", "role"))
    epithet = _EPITHET.search(text.strip(" ,"))
    run = None if page.chinese(start, end) or epithet or dated else NAME_RUN.search(ARTICLE.sub("", text.strip()))
    stranger = None if run is None or run[0] in memory.people else _stranger(page, text)
    if subject and offices.alone(page, start, end, memory, subject):
        run = stranger = None
    if (pronoun or spokes or generic) and subject and (run is None or spokes) and stranger is None:
        officer, company = _OFFICER.search(text.strip(" ,")), page.watchlist.name_of(subject)
        return Voice(SourceClass.PARTY, f"{officer['name']} ({company})" if officer else company, told, (subject,))
    if run is None or (" " not in run[0].strip() and run[0] not in memory.people):
        named = memory.people.get(run[0]) if run else None
        return named or (Voice(SourceClass.THIRD_PARTY, stranger, told) if stranger else None)
    return memory.people.get(run[0].split()[-1]) or Voice(SourceClass.THIRD_PARTY, run[0], told)


_OFFICER = re.compile(
    r"\b(?:head|chief|executive|officer|president|chairman|chairwoman|chair|director|manager|boss|founder|CEO|CFO|"
    r"COO|CTO|spokes(?:man|woman|person)|representative|official),? "
    r"(?P<name>(?!(?:of|for|in)\b)[A-Z][\w'-]+(?: [A-Z][\w.'-]+){1,3})$"
)
"""The name after an office: "its Asia head Anna Berg"."""
_FILED_BY = re.compile(
    r"\W*(?:In|Through|Via|With)\b[^,]{3,60}?\s(?=(?:it|they|he|she|the (?:company|carmaker|automaker|group|firm|"
    r"start-?up|maker|manufacturer))\W*$)"
)
"""Where somebody says it is not who says it: "In the same filing the company (said)"."""
_DATED = re.compile(r"(?:On|In|At|By|Last|This|Earlier|Late|Early|During|Since|Back)\b", re.IGNORECASE)
"""An adverbial before "it": then a company's story goes on, not an outlet's."""
_EPITHET = re.compile(
    r"^(?:the|this|that) (?:[A-Z][\w.-]+ )?(?:[\w-]+ ){0,2}?(?:company|carmaker|automaker|manufacturer|"
    r"maker|group|firm|start-?up|"
    r"brand|supplier|producer|giant|newcomer|upstart|conglomerate|unit|subsidiary|business|parent)$"
)
"""A company by what it is: "the Munich group", "the Swedish battery start-up"."""
_IT_OPENS = re.compile(r"\"?(?:Oh, |And |But |Also, )*(?:It|Its|We|Our)\b")


def _who_said(memory: Memory) -> Voice | None:
    """Whom "he" means: whoever spoke last, and never an outlet where a person was quoted before."""
    last = memory.speaker
    return memory.person if memory.person and last and last.cls is SourceClass.OUTLET else last


def _several(page: Page, start: int, end: int, memory: Memory, told: str | None) -> Voice | None:
    """ "Both companies", "the two", "they": the people who spoke last, the pair of this sentence, or the last pair."""
    last = memory.speaker
    if last and last.cls is SourceClass.OUTLET_ANONYMOUS and _THEY.fullmatch(page.text[start:end].strip(" ,")):
        return last
    local = page.companies(min(memory.local, start), start)
    pair = local[:3] if len(local) > 1 else memory.pair
    return Voice(SourceClass.PARTY, " and ".join(page.watchlist.name_of(s) for s in pair), told, pair) if pair else None


def _stranger(page: Page, text: str) -> str | None:
    """The name that opens a source phrase ("A Magna spokesman", "Magna") of somebody whom nobody here follows."""
    match = _STRANGER.match(text.strip(" ,"))
    if match is None or _TITLE.fullmatch(match["name"]):
        return None
    described = page.lexicon.find("generic", text.strip(" ,"), match.start("name"))
    if described and described.start <= match.end("name") + 1:
        return None
    return match["name"]


def _subject(page: Page, start: int, memory: Memory) -> str | None:
    """The company that "its chief executive" means: the one the sentence named before, else the last subject."""
    local = min(memory.local, start)
    opening = page.lexicon.find("generic", page.text, local, min(len(page.text), local + 40))
    if memory.subject and ((opening and opening.start == local) or _IT_OPENS.match(page.text, local, start)):
        return memory.subject
    named = page.companies(local, start)
    if memory.subject and page.quoted(local + 1) and page.text[start - 2 : start].strip().endswith('"'):
        return memory.subject
    return named[0] if named else memory.subject


_PARTED = re.compile(r"[^,]{2,60}(?=, (?:whose|which|who)\s)")


def parted(page: Page, start: int, cue: int, memory: Memory) -> Voice | None:
    """The subject that a relative clause parts from its verb: "X, whose plant is rising near Y, denied …"."""
    before = _HAVE.sub("", page.text[start:cue].rstrip())
    match = _PARTED.match(page.text, start, cue) if before.endswith(",") else None
    return identify(page, start, match.end(), memory) if match else None


_HAVE = re.compile(r"(?<=,) (?:has|had|have|also|later|then)$")


def meant(page: Page, start: int, memory: Memory) -> Voice | None:
    """The company that "it" means, as a voice."""
    slug = _subject(page, start, memory)
    return Voice(SourceClass.PARTY, page.watchlist.name_of(slug), None, (slug,)) if slug else None


_LEARNED = re.compile(r"learn(?:ed|t)|获悉|了解到|得知|独家|understands", re.IGNORECASE)


def learned(page: Page, hit: Hit, voice: Voice | None) -> Voice | None:
    """An outlet that "has learned" something holds sources that it does not name."""
    if voice is None or voice.cls is not SourceClass.OUTLET or not _LEARNED.search(page.text, hit.start, hit.end):
        return voice
    return Voice(SourceClass.OUTLET_ANONYMOUS, f"sources of {voice.name}", voice.origin)


def with_origin(voice: Voice, origin: str | None) -> Voice:
    """The voice, going back to an outlet."""
    return replace(voice, origin=origin) if origin and not voice.origin else voice
