"""Who speaks: from the words before a verb of speech to a class of source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from briefings.claims import SourceClass
from briefings.reading import nameless
from briefings.reading.lexicon import Hit
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page
from briefings.reading.subjects import head_end

_NAME_RUN = re.compile(
    r"(?<![A-Za-z])(?!(?:C[EFOTM]O|MD|VP|EVP|SVP)\b)(?:[A-Z][\w&'.-]*|[a-z0-9-]+\.(?:com|de|it|cn|net|"
    r"org))(?: (?:[A-Z][\w&'.-]*|of|de|del|"
    r"della|und|&))*(?<! of)(?<! de)(?<! und)"
)
_PRONOUN = re.compile(r"(?:^|\s)(?P<p>he|she|it|we|who)\s*$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^(?:(?:Earlier|Previous|Local|Media|News|Press|Recent|Other|Foreign|Domestic|Reports|State|Multiple|"
    r"The|A|An|In|On|At|But|And|One|Its|Their|His|Her|However|Meanwhile|According|Two|Several|Some|Bo"
    r"th|It|He|She|They|We|This|That|There|No|As|For|Chinese|Korean"
    r"|German|Italian|Japanese|Indian|Swedish|French|Spanish|Turkish|Hungarian|American|European)\b ?)+",
    re.IGNORECASE,
)
_PRINTED_BY = re.compile(
    r"\W*(?:an?|the|this|that) (?:\w+ ){0,2}(?:report|article|story|post|piece|item) (?:from|by|in|on"
    r"|published (?:by|in|on)) "
    r"(?:the )?(?P<name>[A-Z][\w&'.-]*(?: [A-Z][\w&'.-]*){0,3})"
)
_THAT_OUTLET = re.compile(
    r"\W*(?:\w+ )?(?:the|this|that|its) (?:\w+ ){0,2}?(?:reports?|article|story|paper|newspaper|daily"
    r"|agency|outlet|portal|site|"
    r"website|magazine|broadcaster|publication|weekly|blog)\b",
    re.IGNORECASE,
)
_THE_PERSON = re.compile(
    r"the (?:\w+ )?(?:executive|official|manager|person|source|insider|employee|engineer)", re.IGNORECASE
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


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's word: class, name as shown, outlet it goes back to, the companies that speak through it."""

    cls: SourceClass
    name: str | None = None
    origin: str | None = None
    companies: tuple[str, ...] = ()
    own_act: bool = False
    """An authority, which can confirm only what it does itself."""

    @property
    def official(self) -> bool:
        """Whether this voice may settle a claim that it is a party to."""
        return self.cls in (SourceClass.PARTY, SourceClass.OFFICIAL_RECORD)


OWN = Voice(SourceClass.OUTLET)
"""The article's own voice."""
AGENTLESS = Voice(SourceClass.AGENTLESS)


@dataclass
class Memory:
    """What a reader of one article keeps in mind, sentence by sentence."""

    subject: str | None = None
    local: int = 0
    """Where the sentence at hand begins: "its chief" means the company that it named."""
    pair: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    speaker: Voice | None = None
    person: Voice | None = None
    """Who spoke last and is no outlet: "he", "the said manager"."""
    outlet: str | None = None
    spoke: tuple[int, int] | None = None
    """The sentence in which a company spoke: it stays the one that "it" means."""
    date: str | None = None
    record: Voice | None = None
    voice: Voice = OWN
    voice_paragraph: int = -1
    lead: Voice = OWN
    people: dict[str, Voice] = field(default_factory=dict)

    def saw(self, companies: tuple[str, ...]) -> None:
        """Companies were named together, the subject first."""
        if companies:
            self.subject = companies[0]
            self.parties = companies
            if len(companies) > 1:
                self.pair = companies[:3]


def identify(page: Page, start: int, end: int, memory: Memory, told: str | None = None) -> Voice | None:
    """The voice that a source phrase names; None where it names nobody. `told` is the outlet that was spoken to."""
    lexicon, text = page.lexicon, page.text
    end = head_end(text, start, end)
    names = page.named(start, end)
    outlets = [m for m in names if m.kind is Kind.OUTLET]
    parties = [m for m in names if m.kind in (Kind.COMPANY, Kind.PERSON)]
    anonymous = lexicon.find("anonymous", text, start, end) or lexicon.find("someone", text, start, end)
    if anonymous and not (outlets and outlets[0].start < anonymous.start):
        office = anonymous.id.endswith(".office") and not page.chinese(start, end)
        return Voice(
            SourceClass.OUTLET_ANONYMOUS,
            _shown(text[anonymous.start : end]) if office else text[anonymous.start : anonymous.end],
            told or (outlets[0].name if outlets else None),
        )
    if outlets and not _addressed(page, outlets[0]):
        return Voice(SourceClass.OUTLET, _spelt(page, outlets[0]), outlets[0].name)
    for cls, kind in (("analyst", SourceClass.ANALYST), ("third", SourceClass.THIRD_PARTY)):
        if lexicon.has(cls, text, start, end) and not _company_role(page, start, end, parties):
            return Voice(kind, _shown(text[start:end]), told)
    return (
        _release(page, start, end, parties, memory)
        or _outlet_word(page, start, end, memory)
        or _record(page, start, end, parties, memory)
        or _party(page, start, end, parties, memory, told)
    )


def _spelt(page: Page, outlet: Mention) -> str:
    """An outlet's name as the article writes it in full, else as it is known."""
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


def _release(page: Page, start: int, end: int, parties: list[Mention], memory: Memory) -> Voice | None:
    """ "The joint statement", "a press release": the word of those who put it out, if it is known who did."""
    hit = page.lexicon.find("release", page.text, start, end)
    if hit is None or parties:
        return None
    last = memory.speaker
    slugs = last.companies if last and last.official else memory.pair or memory.parties
    if last and last.cls is SourceClass.OFFICIAL_RECORD:
        return last
    words = page.text[hit.start : hit.end]
    slugs = (memory.pair or slugs) if "joint" in words.lower() else slugs
    name = " and ".join(page.watchlist.name_of(slug) for slug in slugs[:3])
    return Voice(SourceClass.PARTY, f"{name} ({words})", None, slugs[:3]) if slugs else None


_PLACE = re.compile(r"websites?|sites?|portal|data|官网|网站", re.IGNORECASE)
"""Where an authority publishes is no outlet: "the website of the industry ministry"."""


def _outlet_word(page: Page, start: int, end: int, memory: Memory) -> Voice | None:
    """ "The newspaper X", "local media", "the report"."""
    printed = _PRINTED_BY.match(page.text, start, end)
    if printed:
        return Voice(SourceClass.OUTLET, printed["name"], printed["name"])
    hit = page.lexicon.find("outletword", page.text, start, end)
    if hit and _PLACE.match(page.text, hit.start, hit.end) and page.lexicon.has("authority", page.text, start, end):
        return None
    if hit is None or (
        page.named(start, end, Kind.COMPANY, Kind.PERSON)
        and not re.match(
            r"[^,]{0,3}(?:the |a )?\w* ?" + re.escape(page.text[hit.start : hit.end]), page.text[start:end]
        )
    ):
        return None
    if page.chinese(start, end):
        name = re.sub(
            r"^(?:此前|另)?(?:据|據|有)?",
            "",
            re.split(r"[《》]", page.text[start:end])[1] if "《" in page.text[start:end] else page.text[start:end],
        ).strip("，, ")
        generic = (
            re.search(r"(?:媒|媒体|传媒|报道|记者|文章|消息)[^《》]{0,12}$", name) and "《" not in page.text[start:end]
        )
        if generic and "该" in name and memory.outlet:
            return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
        heard = replace(AGENTLESS, name=nameless.shown(page.text[max(start - 12, 0) : end]) or "media reports")
        return heard if generic else Voice(SourceClass.OUTLET, name, name)
    run = _NAME_RUN.search(_ARTICLE.sub("", page.text[start:end].strip()))
    if run and len(run[0]) > 2 and not _DEMONYM.fullmatch(run[0]):
        return Voice(SourceClass.OUTLET, run[0], run[0])
    if memory.outlet and _THAT_OUTLET.match(page.text, start, end):
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    return replace(AGENTLESS, name=nameless.shown(page.text[start:end]) or "media reports")


def _record(page: Page, start: int, end: int, parties: list[Mention], memory: Memory) -> Voice | None:
    """A filing, a register, a regulator; "the document" is the one spoken of before."""
    records = page.named(start, end, Kind.RECORD)
    hit = page.lexicon.find("record", page.text, start, end)
    if records and not parties:
        own = (
            not hit
            and re.search(
                r"(?i)minist|commission|MIIT|NDRC|MOFCOM|CPCA|CAAM|association|部|委|"
                r"会",
                page.text[start:end] + records[0].name,
            )
            is not None
        )
        memory.record = Voice(
            SourceClass.OFFICIAL_RECORD, f"{records[0].name} filing" if hit else records[0].name, None, (), own
        )
        return memory.record
    if hit and parties:
        slug = parties[0].company
        return Voice(SourceClass.PARTY, f"{page.watchlist.name_of(slug or '')} (filing)", None, (slug,) if slug else ())
    if hit:
        again = re.search(r"(?i)^\W*(?:the|that|this) \w+\W*$", page.text[start:end])
        if again and memory.record:
            return replace(memory.record, own_act=False)
        return Voice(SourceClass.OFFICIAL_RECORD, _shown(page.text[start:end]))
    if page.lexicon.has("authority", page.text, start, end) and not parties:
        return Voice(SourceClass.OFFICIAL_RECORD, _shown(page.text[start:end]), None, (), True)
    return None


def _party(page: Page, start: int, end: int, parties: list[Mention], memory: Memory, told: str | None) -> Voice | None:
    text = page.text[start:end]
    comma = page.text.find(", ", start, end)
    heads = [m for m in parties if comma < 0 or m.start < comma]
    if parties:
        parties = heads or parties
        slugs = tuple(dict.fromkeys(m.company for m in parties if m.company))
        person = next((m for m in parties if m.kind is Kind.PERSON), None)
        company = page.watchlist.name_of(slugs[0]) if slugs else ""
        if person is None:
            return Voice(SourceClass.PARTY, " and ".join(page.watchlist.name_of(s) for s in slugs[:3]), told, slugs[:3])
        return Voice(SourceClass.PARTY, f"{person.name} ({company})", told, slugs[:1])
    if page.lexicon.has("both", page.text, start, end):
        several = _several(page, start, end, memory, told)
        if several:
            return several
    pronoun = _PRONOUN.search(text.rstrip(", "))
    if pronoun and pronoun["p"].lower() in ("he", "she", "who"):
        return memory.speaker
    dated = pronoun is not None and _DATED.match(text.strip()) is not None
    if pronoun and not dated and memory.speaker and memory.speaker.cls is SourceClass.OUTLET:
        return memory.speaker
    if (
        pronoun
        and not dated
        and pronoun["p"].lower() == "it"
        and memory.speaker
        and memory.speaker.origin == memory.outlet is not None
    ):
        return Voice(SourceClass.OUTLET, memory.outlet, memory.outlet)
    if (
        memory.speaker
        and memory.speaker.cls is SourceClass.OUTLET_ANONYMOUS
        and _THE_PERSON.fullmatch(text.strip(" ,"))
    ):
        return memory.speaker
    subject = _subject(page, start, memory)
    spokes = re.search(r"(?i)\bspokes\w+|\bits\b|company|brand|carmaker|group|maker", text)
    known = (
        pronoun
        or spokes
        or page.lexicon.has("generic", page.text, start, end)
        or page.lexicon.has("role", page.text, start, end)
    )
    epithet = _EPITHET.search(text.strip(" ,"))
    run = None if page.chinese(start, end) or epithet or dated else _NAME_RUN.search(_ARTICLE.sub("", text.strip()))
    stranger = None if run is None or run[0] in memory.people else _stranger(page, text)
    if known and subject and (run is None or spokes) and stranger is None:
        return Voice(SourceClass.PARTY, page.watchlist.name_of(subject), told, (subject,))
    if run is None or (" " not in run[0].strip() and run[0] not in memory.people):
        named = memory.people.get(run[0]) if run else None
        return named or (Voice(SourceClass.THIRD_PARTY, stranger, told) if stranger else None)
    return memory.people.get(run[0].split()[-1]) or Voice(SourceClass.THIRD_PARTY, run[0], told)


_DATED = re.compile(r"(?:On|In|At|By|Last|This|Earlier|Late|Early|During|Since|Back)\b", re.IGNORECASE)
"""An adverbial before "it": then a company's story goes on, not an outlet's."""
_DEMONYM = re.compile(r"[A-Z][a-z]+(?:ese|ish|ean|ian|can|ch|ss|'s)|German|Thai|Czech|Slovak|Greek|Israeli|Emirati")
"""Where newspapers are from is no name: "Polish newspapers"."""
_EPITHET = re.compile(
    r"^(?:the|this|that) (?:[A-Z][\w.-]+ )?(?:[\w-]+ ){0,2}?(?:company|carmaker|automaker|manufacturer|"
    r"maker|group|firm|start-?up|"
    r"brand|supplier|producer|giant|newcomer|upstart|conglomerate|unit|subsidiary|business|parent)$"
)
"""A company by what it is: "the Munich group", "the Swedish battery start-up"."""
_IT_OPENS = re.compile(r"\"?(?:Oh, |And |But |Also, )*(?:It|Its|We|Our)\b")


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


def meant(page: Page, start: int, memory: Memory) -> Voice | None:
    """The company that "it" means, as a voice."""
    slug = _subject(page, start, memory)
    return Voice(SourceClass.PARTY, page.watchlist.name_of(slug), None, (slug,)) if slug else None


def _shown(text: str) -> str:
    """A source phrase as it is shown: no leading filler, not too long."""
    words = re.sub(
        r"^\W*(?:and|but|while|however|meanwhile|that|when)\b[ ,]*", "", text.strip(" ,;:\"'。，"), flags=re.IGNORECASE
    )
    return _WHEN_SAID.sub("", " ".join(words.split()))[:80]


_WHEN_SAID = re.compile(
    r"^(?:an?|the) (?=\S+ \S)|,? (?:on|in|late|early|earlier|last|this|dated|published|released) (?:o"
    r"n |late )?(?:[A-Z]\w+|week|month|today"
    r"|yesterday)\b.*$"
)


_LEARNED = re.compile(r"learn(?:ed|t)|获悉|了解到|得知|独家|understands", re.IGNORECASE)


def learned(page: Page, hit: Hit, voice: Voice | None) -> Voice | None:
    """An outlet that "has learned" something holds sources that it does not name."""
    if voice is None or voice.cls is not SourceClass.OUTLET or not _LEARNED.search(page.text, hit.start, hit.end):
        return voice
    return Voice(SourceClass.OUTLET_ANONYMOUS, f"sources of {voice.name}", voice.origin)


def with_origin(voice: Voice, origin: str | None) -> Voice:
    """The voice, going back to an outlet."""
    return replace(voice, origin=origin) if origin and not voice.origin else voice
