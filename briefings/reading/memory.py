"""Whose word something is, and what a reader of one article keeps in mind about who spoke."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.claims import SourceClass


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

    hero: str | None = None
    """The company that the whole article is about."""
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
            self.hero = self.hero or companies[0]
            self.parties = companies
            if len(companies) > 1:
                self.pair = companies[:3]
