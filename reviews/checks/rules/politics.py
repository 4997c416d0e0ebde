"""IV.G: political activity, parties, candidates in partisan elections."""

from __future__ import annotations

from ..rule import Rule

CLAUSE = ("IV.G",)
PARTY = (
    "democrat | democrats | democratic (party/ticket/primary/candidate*/nominee*/club/committee/committeeman/committeewoman/caucus/slate/senator*/rally) | the dems | dems | republican* | gop | libertarian* | "
    "green party | maga | red wave | blue wave | vote blue | vote red | turn missouri (blue/red) | rnc | dnc | young democrats | right-wing* | left-wing* | "
    "the (left/right) wants | (blue/red) ticket | party's nominee | party ticket | whole ticket | straight ticket | down the ballot | down-ballot | "
    "socialist party | constitution party | working families"
)
NEUTRAL = (
    "polling place* | polling location* | poll worker* | election judge* | register to vote | registration deadline | voter registration | sample ballot* | "
    "absentee ballot* | nonpartisan | non-partisan | early voting | board of election* | democratic process | democratic society | republic of | "
    "candidate filing | both parties | all parties | every party | any party | no party | regardless of party | third party | in line by | find your polling | "
    "convention center | history | museum | archive* | century | 18\\d\\d | 19\\d\\d | flu campaign | ballots by mail | bipartisan | dominican republic | "
    "hatch act | debate tournament"
)
OFFICE = (
    "{u.s. |us |the |state |missouri |county |city |lieutenant |attorney } {u.s. |state } (congress/senate/house/senator/representative/governor/president/mayor/alderman/alderwoman/alderperson/board of aldermen/sheriff/"
    "prosecutor/circuit attorney/attorney general/auditor/treasurer/comptroller/judge/assessor/collector/recorder/school board/city council/"
    "committeeman/committeewoman/state rep/state house/secretary of state/license collector/office/reelection/re-election/district attorney)"
)
RULES = (
    Rule(
        "for or against a party",
        CLAUSE,
        "It speaks of a political party or of those who stand for it.",
        (
            PARTY,
            "vote | votes | voting | elect* | support* | ticket | candidate* | primary | rally | running | run | runs | campaign* | nominee | back | backs | backing | endorse* | join | volunteer* | "
            "donat* | fundrais* | thrilled | proud | wins | win | won | beat | lose | sick | tired | blame | fault | ruin* | destroy* | knock* | canvass* | doors | phone | "
            "meeting | club | dinner | luncheon | picnic | booth | headquarters | flip* | send | need* | want* | cut | gutted | block* | kill* | hate | love | thank* | page | should | keep | policies | agenda | gonna | can't | won't | "
            "slate | nomination | committee | convention | debate | watch party | sign | signs | shirt* | hat | hats | bumper | majority | governor | legislat*",
        ),
        unless=f"{NEUTRAL} | sign language",
    ),
    Rule(
        "who to vote for",
        CLAUSE,
        "It says whom or what to vote for, or who should hold an office.",
        (
            "vote (for/against) (?-i:[A-Z])\\w+ | vote (?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|April|August|March|November|Early|Today)) ?(?-i:[A-Z][a-z]{3,}) | vote (yes/no) | vote (him/her/them) (in/out) | voting for | cast your (vote/ballot) for | your vote for | elect (?-i:[A-Z])\\w+ | re-?elect | "
            "(has/have/got/gets/earned/getting/deserves) (my/our/your) (vote/votes/support/endorsement) | i'm with (?-i:[A-Z])\\w+ | we endorse | endorses | endorsed | endorsing | endorsement* | "
            "(send/sending) <who> ... (to/back to) (washington/congress/jeff city/jefferson city/the capitol/the statehouse/city hall/dc/the senate) | "
            "four more years | throw (him/her/them/the bums) out | vote (him/her/them/that man/that woman) out | out of office | flip (the/this/our) (seat/district/senate/house/ward) | "
            "yard sign* | lawn sign* | campaign sign* | phone bank* | door-?knock* | canvass* | knock* {on } doors for | walk* (precincts|wards|the ward|blocks|doors) | volunteers ... for (senator|representative|rep.|alder\\w+|councilm\\w+|congress\\w+|mayor|sheriff|judge|governor) (?-i:[A-Z])\\w+ | gotv | get out the vote for | campaign (rally/kickoff/office/headquarters/event/trail/fundraiser/"
            "volunteer*/donation*/manager/stop/website/page/shirt*/button*/launch) | (his/her/their) campaign | for (?-i:[A-Z])\\w+'s campaign | kick* off ... campaign for",
        ),
        unless=f"{NEUTRAL} | vote (early/today/tuesday/here/by/now/online/below) | favorite | name the | naming contest | best in show | vote for your | employee* of the | mascot | flu | "
        "(awareness/vaccin*/flu/safety/capital/reading/food) campaign | vote (for/in) the (cutest/best/name/next) | not allowed | prohibited | may not | remove* | rules | ordinance | illegal",
        never_with="vote for your favorite | cutest | no endorsement implied",
    ),
    Rule(
        "a candidate for office",
        CLAUSE,
        "It speaks of a candidate or of running for office.",
        (
            f"(running/runs/ran/run/candidate/bid/race/campaign/campaigning/nominee/primary/challenger/incumbent/stump*) ... (for/against) {{the |our |an }}{OFFICE} | "
            f"for {OFFICE} in (?-i:[A-Z])\\w+ | (?-i:[A-Z])\\w+ for {OFFICE} | {OFFICE} (candidate/hopeful/race/primary)",
        ),
        unless=f"{NEUTRAL} | filing (opens/closes/deadline) | all candidates | every candidate | forum | how to run | mock election | student | class | exam* | appointed | police officer candidate | "
        "foot race | 5k | race for the cure",
    ),
    Rule(
        "political money or gatherings",
        CLAUSE,
        "It asks for political work or money.",
        (
            "actblue | winred | (campaign/candidate/political/victory/election/re-election/reelection/party) (fundraiser/fund/donation*/dinner/rally/party/contribution*/war chest) | pac | "
            "(chip in/donate/contribute/pitch in) ... (campaign/candidate/race/seat/party) | election night (party/watch) ... (for/with) | "
            "(petition/signatures) ... (recall/ballot/initiative/repeal) | recall the (mayor/governor/alder*) | ballot initiative | "
            "(proposition/prop/amendment/measure/issue) (?-i:[A-Z]|\\d+) ... (vote/yes/no/support/oppose/deserves/pass/defeat/kill*/needs) | (yes/no) on (prop*/amendment/measure/issue/question) {(?-i:[A-Z])|\\d+ }",
        ),
        unless=f"{NEUTRAL} | full text | reads as follows | what it says | deadline",
    ),
)
