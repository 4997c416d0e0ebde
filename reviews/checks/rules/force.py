"""IV.K.2.d: what is said of a use of force by an officer."""

from __future__ import annotations

from ..rule import Rule

RULES = (
    Rule(
        "opinion on a use of force",
        ("IV.K.2.d",),
        "It comments on a use of force by an officer.",
        (
            "fired | shot | shoot | shooting | shots | opened fire | pulled the trigger | discharged | tased | tase | taser* | tazed | tackle* | took (him|her|the \\w+|them) (down|to the) | takedown | take-down | take down | put (him|her|them) (down|on the|in a|to the) | baton* | nightstick | pepper[- ]spray* | sprayed | maced | mace | (use of|used|using|the|that much|enough|less|more|excessive|deadly|lethal|some) force | punch* | "
            "chokehold | choke hold | neck restraint | knee* (on|to|strike*) | body[- ]slam* | slam* | struck | kicked | kick | swung | hit (him|her|the) | wrestl* | hands on | went hands-on | k-9 bit | bit (him|her|the) | dog bite | bean ?bag* | rubber bullet* | less[- ]lethal | roughed | rough* | dragged | pinned | drew (his|her) (weapon|gun) | leg sweep | beat (him|her) | ois | officer-involved | the (arrest|takedown) video | "
            "that (clip|video) | the (clip|video) | bodycam | body cam | cuffed (him|her) | threw (him|her) | flash-?bang",
            "<officer> | officer* | (?-i:[A-Z]\\w+) (gave|fired|did|had|was|used|acted|followed|showed|shot|handled|should*|made) | our (guys|people|own) | we | cop | cops | deputy | deputies | <rank>",
            "right (thing|call|way|decision|move) | did (what|exactly|everything|his job|her job|nothing wrong|wrong) | by the book | justif* | had (no|zero|little|every) (choice|other|option*|right) | no (other )?choice | exactly (as|the|what|how) | deserv* | asked for it | had it coming | clean shoot* | good shoot* | overreact* | excessive | too (far|much|rough|quick|slow) | stand (with|by|behind) | textbook | proud (of|that) | should('ve| have|n't have)? | "
            "(un)?necessary | unnecessary | reasonable | appropriate* | perfect* | flawless* | restraint | heroic* | hero | end of story | warning* | trained | training | self-defense | in fear | feared | saved (lives|a life|the|his|her) | out of line | wrong* | lost (his|her) (temper|cool) | panick* | context | whole story | leaves out | don't believe | cleared | fault | only (after|when) | as (he|she) was (taught|trained) | regret | sorry | apolog* | criminal | lucky | "
            "patient | patience | measured | professional* | just fine | well done | great job | nice work | good work | could have | would have done | looks (bad|worse) | not sorry | brutal* | shameful | disgrace* | mistake | tragic* | policy",
        ),
        unless=(
            "policy is (on|posted) | read (our|the) (use-of-force )?policy | yearly totals | annual report | review board meets | board (meets|hearing) | public agenda | settlement | town hall | flu | vaccin* | shot clinic | basketball | hockey | softball | free throw* | photo | selfie | movie | film* | camera crew | recruit class | policy can be read | fired up | being reviewed and | no further comment | "
            "we cannot comment | will not comment | video shoot | tennis | soccer | golf | archery | taser (training )?(class|refresher|certif*) | workshop | booster | kickball | kickoff | new (policy|policies) | parking"
        ),
        span=2,
    ),
)
