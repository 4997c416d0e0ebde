"""V.E.2: closed records, and what was said in closed meetings."""

from __future__ import annotations

from ..rule import Rule

CLAUSE = ("V.E.2",)
SHUT = (
    "closed (session/meeting/hearing/record/records/part/portion/file/plan/memo/report/briefing/vote/minutes/security plan/door*) | closed-door | behind closed doors | executive session | (back/closed) room | "
    "privileged | attorney-client | attorney client | work product | sealed | under seal | confidential (memo/report/draft/plan/letter/opinion/file/settlement/audit/assessment/record/minutes/briefing/list/records) | "
    "marked confidential | stamped (closed/confidential/privileged/draft/not for) | stamped | not for (release/public/distribution) | isn't public | not (yet )?public | not out yet | before (it's/it is/they) (public/announce*) | "
    "embargo* | (isn't/hasn't been/won't be/not/haven't been) (announced/released/opened/unsealed/made public/posted) | (bids/proposals/envelopes) ... (don't open/aren't open/open thursday/open friday/open monday/until) | "
    "bids don't open | under wraps | hasn't gone public | from the closed | security (plan/assessment/audit) | vulnerability assessment | "
    "our (lawyers/lawyer/attorney/attorneys/counsel) (told/tell/say/says/said/think*/advise*/wants) | (lawyers/counsel/legal) ... (told us/advised/privately) | non-public | nonpublic | internal (memo/audit/report) | "
    "(audit/investigator's/auditor's) draft | draft audit | after the (public/reporters/press/cameras/doors) (left/closed) | once the public (left/was out) | when the doors closed | cleared the room | "
    "in the room | off the record | ndas? | nda | non-disclosure | closed bid* | the score sheets | evaluation panel | selection committee"
)
TOLD = (
    "set | voted | vote | agreed | decided | upheld | offer* | told | said | low (bid/envelope/number/bidder) | lowest | <money> | points | scor* | settle* | winner | congrat* | picked | chose | chosen | select* | reject* | "
    "approved | authorized | fired | hir* | plan* to | will (pay/buy/sell/close/lay off/cut/lose/fire) | says | show* | reads | lists | boils down | advice | lose | name* | walk away | price | top (dollar/figure/number) | ceiling | "
    "bottom line | argu* | yelled | split | \\d+[- ](to|-)[- ]\\d+ | recommend* | finalist* | going (to|with) | leaning | favor* | buy* | sell* | sold | lawsuit | layoff* | cut | cuts | close the | raise* | admit* | "
    "which (camera*/door*/intake/gate*/valve*/alarm*) | no alarm | only record | password | here's (what/the) | page \\d+ | i flip | the (winning/high) | ahead | came in | buyout | severance | counteroffer | tentative | landed on"
)
NOT = (
    "will (be held/hold/meet/convene/go into) | will be | may (be closed/close/meet/go) | what may be closed | notice | agenda | hold a closed | holds a closed | to discuss | pursuant | 610\\.021 | public session | open session | now open | "
    "open records | are public | is public | made public today | (unsealed/released) (today/this morning/monday/tuesday) | posted (in/on/with) | free, confidential | free and confidential | confidential (testing/test/help/line/support/counseling/calls) | "
    "how to request | sunshine law | sunshine request* | (lane*/road/street/bridge/office*/branch*/pool*/park) (is|are|was|remain*) closed | sealed (air/bag/container*/envelope with your ballot) | sealing | seal coat | joint seal* | record sealed | "
    "closed captions | privileged to | privilege to | privileged (and/that) | sealed bids (are due/will be/must/due) | submit | bids are due | expung*"
)
RULES = (
    Rule(
        "from a closed meeting or record",
        CLAUSE,
        "It tells what a closed record says, or what was said or decided in a closed meeting.",
        (SHUT, TOLD),
        unless=NOT,
        span=2,
    ),
    Rule(
        "ahead of its announcement",
        CLAUSE,
        "It tells a decision or bid before it is public.",
        (
            "(not/isn't/aren't/hasn't/haven't/won't be/before/until/till/ahead of) ... (announce*/public/official/open/opened/unsealed/awarded/released/out) | sneak peek | heads up | early word | just between us | you heard it here | leak* | inside scoop | insider | "
            "don't tell | keep it (quiet/under) | hush | sh+ | mum's the word | in advance",
            "bid | bids | bidder* | envelope | proposal* | rfp | contract | settlement | lawsuit | negotiat* | union (talks/offer/contract) | layoff* | purchase | land deal | real estate | lease | appraisal | offer price | award | audit | appointment | budget cuts | closure",
            "<money> | <name> | (?-i:[A-Z])\\w+ (has|wins|won|got|gets|is|came) | points | low | winner | closing | congrat* | layoffs | we'd (pay/take) | going to | (\\d+|forty|fifty|sixty|ninety)",
        ),
        unless=f"{NOT} | water main | leak* (detect*/in/on/under/repair*)",
    ),
    Rule(
        "what the City's lawyers advised",
        CLAUSE,
        "It tells legal advice that is privileged.",
        (
            "(opinion/memo/advice/letter) ... (we gave/from (the/our) (law/city counselor/counselor/lawyers)) | (our/the city's/city) (lawyers/attorneys/counsel/counselor*) ... (told/says/say/said/think/thinks/advised/warned/expect/figure) | "
            "law department ... (told us/advised us/says we/thinks we/warned us) | we (told/advised) (them/the board/the department/the client/the mayor) ... (lose/settle/pay/weak/win/liable)",
            "lose | settle | pay | liable | weak | no case | exposed | exposure | can't win | win | chance* | odds | worth | cave | fight | illegal | on the hook | bad (facts/case) | losing",
        ),
        unless="announced | in open court | press release | argued | brief",
        span=2,
    ),
)
