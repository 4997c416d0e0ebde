"""IV.K.1.a, IV.K.1.d, IV.K.2.a: what a case waits for, what was handed over, and who told the police."""

from __future__ import annotations

from ..rule import Rule
from .operations import PUBLIC

POLICE = "detective* | investigator* | homicide | robbery unit | narcotics | our (people/team/unit/squad/guys/side) | the (squad/bureau/prosecutor/prosecutors/case team) | circuit attorney* | we"
TOLD_ON = "neighbor | neighbors | cousin | brother | sister | ex | girlfriend | boyfriend | roommate | cashier | clerk | bartender | barber | janitor | landlord | tenant | resident | mechanic | teacher | coach | pastor | driver | regular | friend | friends | a man | a woman | a lady | lady | guy | fella | kid | cellmate | tow driver | waitress | manager | owner | somebody | someone | <name>"
RULES = (
    Rule(
        "what an open case waits for",
        ("IV.K.1.a", "IV.K.2.a"),
        "It tells how far an investigation is, or what it waits for.",
        (
            POLICE,
            "(wait*/waits/waiting/hold*/holding off/sitting) ... (on/for/until/till) | (before/until/once/as soon as/when) (they/we) (pick/arrest/move/knock/charge/go/grab/bring/make) | (next/second/third/other/last) (arrest/warrant/suspect/man/shooter/search) | "
            "(still need*|still want*|still miss*|still lack*|only need*|all we need|need one more) | still out (there|here) | (still/yet to/have to/need to/about to/close to/days from/going to/plan to) {\\w+ }(find/search*/match/pull/trace/interview*/test*/charge/arrest/pick up/question/identify/place/prove/tie/link/connect/unlock/crack/get into/serve/dig/dredge/drag)",
            "phone company | phone records | cell tower | tower dump | lab | dna | ballistic* | prints | fingerprint* | footage | warrant | subpoena | search | shooting | robbery | burglary | homicide | murder | stabbing | carjack* | assault | case | gun | casings | suspect* | break-in* | crew | boyfriend | victim* | unlocked | the second man | the other (man/shooter/driver) | getaway | alibi | autopsy | toxicology | grand jury | phone | laptop | car",
        ),
        unless=f"{PUBLIC} | remains under investigation | remain* open | no further | training | academy | budget | hiring | apply",
        never_with="wanted: | amber alert",
    ),
    Rule(
        "what somebody handed to the police",
        ("IV.K.1.a", "IV.K.2.a"),
        "It tells what evidence somebody gave in a case.",
        (
            "(gave/handed/brought/sent/showed/turned over/emailed/mailed/slipped/dropped off/led) {\\w+ }(us/detectives/investigators/officers/the police/our detectives/over)",
            "yearbook | video | footage | photo* | picture* | phone | receipt* | jacket | shoe* | knife | gun | shirt | plate* | note* | diary | messages | texts | hard drive | laptop | ledger | keys | bag | dna | sample | recording | address | map",
            "robber* | shooter | shooting | burglar* | killer | suspect* | case | homicide | murder | stabbing | carjack* | dealer* | gang | still out | on the run | hasn't been caught | stolen | thief | thieves",
        ),
        unless=f"{PUBLIC} | k-9 | donat* | lost and found | buyback",
        span=2,
    ),
    Rule(
        "what was found on or with somebody",
        ("IV.K.1.a", "IV.K.2.a"),
        "It tells what evidence there is in a case.",
        (
            "(we|they|detectives|officers|our people|the lab|techs|divers|a search) (found|pulled|dug up|recovered|matched|have|got|lifted|fished) | (came back|back) from {the }(lab|jefferson city|state lab|crime lab|fbi|ballistics|tox) | turned up (in|at|under|behind|on)",
            "(in|under|inside|from|on|behind) (his|her|their|the (suspect|guy|shooter|ex)\\w*'?s?) {\\w+ }(trunk|car|closet|pocket|apartment|house|garage|phone|bed|locker|freezer|shoe*|jacket|laptop|attic|mattress|yard|truck) | blood | dna | prints | fibers | residue | casings | (her|his|the victim's) (purse|wallet|phone|keys|ring|earring|shoe|jacket|necklace) | two people's",
            "off the record | so close | close | sweating | nervous | any day | soon | somebody | killer | shooter | suspect* | case | we know | not long | ex | victim* | rest easy | sleep well | guess | arrest*",
        ),
        unless=f"{PUBLIC} | lost property | donat* | blood (drive|pressure) | k-9",
        span=2,
    ),
    Rule(
        "who told the police",
        ("IV.K.1.d",),
        "It lets readers know who gave the police information.",
        (
            TOLD_ON,
            "(keeps/kept/been/is/was/who) (text*/call*/tell*/feed*/whisper*/tip*/report*/talk*/inform*/pass*/let*) {\\w+ } (us/sgt/sergeant/detective*/officer*/det/our/the police/police/information/names) | (sister|brother|mother|cousin|ex|girlfriend|wife|roommate|neighbor|boss|landlord) (called|phoned|turned|gave|ratted|sold|told|dropped|pointed) ... (in|out|up|us|over|on him|on them) | who (keeps/kept) (texting/calling/telling/feeding) | (gave/gives/slipped/passed/fed/hands) (us/detectives/our detectives/our guys) (the/his/her/a|names?|names|that|their) | (tipped|tips) (us|off|our|detectives) | (told|tells) (us|detectives|our detectives|our guys|narcotics) (where|who|when|which|what|everything|about) | "
            "(talked|talks|talking|sang|flipped|cooperat*|snitch*) (to|with|for)? {\\w+ }(us|detectives|our|the feds|police)? | works? (with|for) (us|our detectives|narcotics) on the quiet | (wore|wears|wearing) a wire | on our payroll | our (eyes|ears|man|woman|girl|guy) (inside|in there|on the (block|corner|street)) | has been (our|a) (source|help)",
            "warrant | arrest* | raid* | dealer* | corner house | drug* | stash | bust | which cars | case | gun* | shooter | robber* | gang | crew | ring | cell | block | dope | deal* | tip* | led us | lead* | thief | thieves | burglar* | caught | shooting | break-in* | charged | in custody",
        ),
        unless=f"{PUBLIC} | every neighbor | to everyone who | anonymous* | hotline | neighborhood watch | coffee with | k-9 | block (party/captain*)",
        span=2,
        never_with="stay anonymous | remain anonymous | crimestoppers",
    ),
)
