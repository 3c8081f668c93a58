"""Whether English words hold a finite verb: auxiliaries, irregular forms, "-ed", and "-s" after a subject."""

from __future__ import annotations

import re

_AUXILIARY = (
    "is|are|was|were|has|have|had|will|would|may|might|could|can|should|must|shall|does|do|did|ought|need not|"
    "isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|won't|wouldn't|can't|couldn't|doesn't|don't|didn't"
)
_IRREGULAR = (
    "became|began|bet|bid|bore|bought|broke|brought|built|burst|came|cast|caught|chose|cost|cut|dealt|drew|drove|fell|"
    "fed|felt|fought|found|flew|forbade|forgot|froze|gave|got|grew|held|hit|hurt|kept|knew|laid|led|left|lent|let|lost|"
    "made|meant|met|overtook|paid|put|quit|ran|rang|read|rose|said|sank|sat|saw|sent|set|shed|shot|showed|shrank|shut|"
    "slid|sold|sought|spent|split|spoke|spread|sprang|stood|stole|struck|stuck|swore|swung|taught|thought|told|took|"
    "tore|understood|undertook|underwent|unveiled|upheld|went|withdrew|withheld|withstood|won|wore|wound|wrote"
)
_SUBJECT = (
    r"(?:[A-Z][\w&.'’-]*|\d[\d.,]*|it|he|she|who|which|that|this|none|each|nobody|company|carmaker|automaker|maker|group|"
    r"firm|brand|startup|start-up|unit|plant|factory|site|car|model|deal|agreement|contract|plan|project|venture|report|"
    r"filing|statement|statement|document|source|board|government|ministry|supplier|order|version|battery|pack|"
    r"platform|partner|arm|subsidiary|parent|giant|manufacturer|producer|capacity|production|price|range)"
)
_ADVERBS = r"(?: (?:already|also|now|still|only|never|then|later|currently|again|often|even|just|soon|thus|[a-z]+ly))*"
_PLURAL_SUBJECT = r"(?:they|we|both|people|cars|vehicles|models|companies|partners|sides|plants|cells|sources|versions)"

_NO_VERB_S = r"(?:its|this|plus|less|across|towards|always|sales|series)\b"
_NO_VERB = r"(?:of|in|at|to|from|and|or|for|with|on|by|familiar)\b"

FINITE = re.compile(
    rf"\b(?:{_AUXILIARY}|{_IRREGULAR}|(?<!-)[a-z]{{2,}}ed)\b|n't\b|'ll\b"
    rf"|\b{_SUBJECT}{_ADVERBS} (?!{_NO_VERB_S})[a-z]{{2,}}s\b"
    rf"|\b{_PLURAL_SUBJECT}{_ADVERBS} (?!{_NO_VERB})[a-z]{{3,}}\b"
    r"|(?<!the )(?<!its )(?<!their )(?<!of )(?<!to )(?<!and )(?<!a )\b(?:plans?|aims?|wants?|expects?|intends?|"
    r"costs?|needs?|offers?|uses?|works?|moves|shows|starts|begins|runs|makes|takes|gets|puts|owns|buys|sells|builds|"
    r"remains?|"
    r"agree|continue|employs?|create|covers|includes|contains|means|follows|goes|comes|gives|cuts|leads|opens|closes|"
    r"ends|stops|holds|keeps|continues|becomes|carries|produces|depends|helps|lets|seeks|hopes|considers|develops|falls|"
    r"rises|reaches|raises|requires|receives|joins|launches|signs|sees|marks|brings|pays|faces|allows|serves|belongs|"
    r"begin|come|go|get|make|build|take|sell|expect|intend|want)\b"
)
"""Case matters: a capital tells a name, which a verb in "-s" may follow."""
