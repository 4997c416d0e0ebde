"""V.E.2 and IV.I: what says of itself that it should not be told, and private facts of a first name."""

from __future__ import annotations

from ..rule import Rule
from .closed import NOT as NOT_CLOSED
from .personal import NOT as NOT_PRIVATE

RULES = (
    Rule(
        "told although it should not be",
        ("V.E.2",),
        "It says of itself that it is not for the public, and tells it all the same.",
        (
            "closed doors | executive session | bargaining (prep|table|session|team|position) | (lawyers'|lawyer's|counsel's|attorney's|city counselor's|legal) (letter|memo|opinion|advice|email|note) | restricted | keep (this|it) (between us|quiet|to yourself*|under your hat|off) | between us | (says|said|told|asked) (not|us not|me not) to (print|share|post|say|tell|repeat|release) | (isn't|not|wasn't) (something|supposed|allowed|cleared|authorized|ready|for) ... (share|post|public|tell|say|release|out) | "
            "can't (share|say|tell|post|release|discuss) ... (but|so|however) | (thinks|think|have no idea|don't know|doesn't know) we (don't )?know | off the books | not on the agenda | (under|per|violat*) (the )?nda | confidential* | classified | the public (doesn't|won't|can't) | before the (vote|announcement|press|public|meeting|reveal) | (after|once) everyone (left|cleared) | leaked | (sealed|secret|private|closed|internal) {\\w+ }(bids?|proposals?|envelopes?|scores?|report|memo|minutes|ballot|audit|list|file|map|letter|briefing|email|draft|tape|recording|meeting|session|vote|plan) | in confidence | eyes only | "
            "(lease|contract|union|land|stadium|merger|settlement|price|salary) (talks|negotiation*|offer|bargaining) | minutes (nobody|no one|you won't)",
            "<money> | \\d+(\\.\\d+)? (million|percent|thousand|points) | \\d+% | wanted | low | desperate | argued | fought | said yes | said no | voted | agree* | decid* | keeping | dumping | firing | cutting | closing | buying | selling | paying | settl* | will go to | came down | go as (high|low) | goes to | found | shows* | says | admits | was on us | our fault | knew | default code | code | password | valve | camera* | alarm | picked | chosen | winner | ranked | losing | offering | counter* | plan* | laid off | layoffs | worth | next (chief|director|commissioner)",
        ),
        unless=f"{NOT_CLOSED} | confidential (and|help|line|testing|tips) | what you tell us | stays with us | scam* | password reset | restricted (parking|area*|access|lane*) | free | confidentially",
        span=2,
    ),
    Rule(
        "private fact of somebody known by first name",
        ("IV.I",),
        "It tells a private fact of a person whom readers can know.",
        (
            "(?-i:[A-Z][a-z]{2,})'s (?:in|back in|out with|on|off with|out for|home with|got|having|been|getting) ... (rehab/icu/chemo/cancer/stroke/surgery/detox/hospice/dialysis/psych/covid/pneumonia/meds/insulin/pregnant/depression/seizures/counseling/the hospital/fmla/methadone/ptsd/shingles/diabetes) | "
            "(?-i:[A-Z][a-z]{2,}) (?-i:[A-Z][a-z]+),? ... (icu/rehab/stroke/stage four/chemo/coma/hospice/detox/psych/miscarriage/transplant) | (coach|mr|mrs|ms|miss|mr.|mrs.|ms.) \\w+ {\\w+ }... (hiv|overdos*|cancer|rehab|std|pregnan*|dementia|evict*|food stamps|drunk) | overdose* ... (was|is) (?-i:[A-Z]|coach|mr|our) | overdos* ... (was|is) (coach|our|the|mr) | losing the baby | lost the baby | "
            "(let go|fired|canned|axed|terminated|suspended|demoted|written up|disciplined|busted down) (for|after|over|because) | (unpaid|administrative|stress|medical|disciplinary) leave (pending|after|because|for|while) | cut (her|his) pay | (after|over|filed) (the|a|her|his) grievance | (her|his|their) (divorce|custody|bankruptcy|foreclosure|eviction|affair|paternity) | (on|gets|got|getting) (food stamps|welfare|section 8|disability|snap|medicaid) and | sleeping in (his|her|a|the) {\\w+ }(car|buick|van|truck|ford|chevy|office|basement)",
        ),
        unless=f"{NOT_PRIVATE} | let go (for|after) (the|a) (dove|balloon)",
    ),
)
