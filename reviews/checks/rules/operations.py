"""IV.K.2.b and f: tactics, operations, assignments; how cases are investigated and prosecuted."""

from __future__ import annotations

from ..rule import Rule

PUBLIC = (
    "records request | your request | learned to | school is | say hello | identity theft | recruit* | hiring | apply | academy (class|graduat*|application*) | graduat* | ceremony | retire* | parade | coffee with | national night out | open house | cookout | toy drive | food drive | shop with a cop | wait time* | wait: | tsa | security line | shoes | boarding | "
    "road closure* | lane* closed | detour | fundraiser | charity | 5k | camp | your tax | salary | per year | benefits | traffic control for | escort for | k-9 demo* | demonstration | meet the | school visit | ride-along | museum | award | swearing-in | sworn in | vigil | memorial | hockey | softball | pancake | direct traffic | directing traffic | expect delays | across the city | citywide | plan a (safe )?ride | youth academy | what patrol looks like | force investigation unit | routine leave | jury found | found guilty (by|of|on) | sentenced (him|her|to|friday|monday|tuesday|wednesday|thursday)"
)
RULES = (
    Rule(
        "where or when officers will be",
        ("IV.K.2.b",),
        "It tells of an operation: where or when officers will be, or what they will do.",
        (
            "checkpoint* | plain-?clothes | plain clothes | unmarked | undercover | decoy* | bait (car*|package*|bike*) | speed trap | radar (on|at|behind|set|will|trailer) | saturation (patrol*) | stakeout | stake-out | staking out | raid* | sweep* | warrant (team|round-?up|sweep|service) | serving (warrants|a warrant|search) | swat | tac team | tactical (team|unit) | "
            "sting | surveillance (team|van|detail|post|unit) | saturat* | detail | patrol* | our drone* | drone unit | task force | extra (officers|units|cars|patrols) | officers (will|are going|posted|in) | sniper* | spotter* | countersniper | overwatch | gang unit | vice | narcotics (unit|team) | fugitive team | the van | directed patrol | hot spot* | enforcement (detail|blitz|wave) | k-9 (team|unit|sweep) | mounted | "
            "air unit | helicopter | bike unit | motorcade | dignitary | protection detail | escort route | buy-bust | knock-and-talk | roundup",
            "<place> | <time> | tonight | tomorrow | (monday|tuesday|wednesday|thursday|friday|saturday|sunday)* | this weekend | from <n> | until | starting | at dawn | will be | <n> (officers|cars|units|guys|of us|men|deputies|teams|troopers) | all week | next week | every (night|friday|saturday|day) | hidden | parked | lot | garage | bus stop | rooftop* | in red caps | wearing | dressed as | in the crowd | posted | code name | gather* | stag*",
        ),
        unless=f"{PUBLIC} | street sweep* | clean sweep | sweepstakes | chimney sweep | animal control | sweeping | swept the | last year",
        span=2,
    ),
    Rule(
        "staffing and shift strength",
        ("IV.K.2.b",),
        "It tells how many officers are on duty, when, or where they are not.",
        (
            "only <n> | just <n> | just the <n> of us | only the <n> of us | <n> of us | <n> (officers|cars|units|deputies|patrol cars|cops|guys|bodies) (on|for|to|cover*|short|at|working|tonight|per|each|from|after|between) | short[- ]staffed | shorthanded | understaffed | down (to )?<n> | skeleton crew | minimum (staffing|manning) | nobody (on|at|covering) | no (officer*|one|patrol*|car*|unit*) (on|at|covering|after|between|in|assigned) | "
            "half (the|our) (shift|squad|watch|platoon) | shift (strength|roster|change|schedule*) | roster | overnight (crew|shift) | (day|night|third|second|first|midnight|graveyard) (watch|shift) | beat car* | sector | post* unmanned | unstaffed | uncovered | call-?offs | called (in )?sick | vacant posts | change shifts",
            "officer* | cars | units | patrol* | deput* | cops | squad | shift | watch | district | precinct | terminal* | concourse* | beat* | platoon | sergeant* | bureau | post | posts | city | side | covering | cover | midnight | overnight | night | nights | zone | gate* | garage",
            "<time> | <n> | tonight | weekend* | after | between | until | north | south | overnight | district | both terminals | sunday* | saturday* | friday* | holiday*",
        ),
        unless=PUBLIC,
        never_with="recruit class | now hiring | we're hiring",
    ),
    Rule(
        "how a tactical team works",
        ("IV.K.2.b",),
        "It tells law-enforcement tactics or training.",
        (
            "(make|making|made) ({a |an |the }\\w* ?entry) | stack* (up|left|right|on|outside|at) | breach* | battering | the ram | on the ram | shield | flash-?bang* | clear (a|the|each) (room*|house|stairwell) | room clearing | active shooter (drill|training|plan|response|protocol) | felony stop | box (him|her|them) in | pit maneuver | pursuit (policy|tactic*) | hand signal* | radio (channel|code*|frequency) | call sign* | "
            "(we|our guys|our team) ... (train*|drill*|practice*) ... (to|on|with|how) | formation | perimeter | sniper | cover officer | contact officer | always (goes|go|comes|enter*|stand*|approach*) | our (playbook|tactics|tactic|plan is|response plan|sop|protocol) | rally point | staging (area|point) | diversion device | night vision | thermal | body armor (rating|level) | less[- ]lethal loadout | go in (first|through)",
            "officer* | team | we | our | guys | suspect* | door | entry | house | window | left | right | first | second | first car | rear | unit* | swat | tac | shield | shooter | crowd | gate | channel | protest* | vehicle | exit*",
        ),
        unless=f"{PUBLIC} | free class | citizens | for (teachers|parents|residents|businesses) | run, hide, fight | run hide fight | cpr | soccer | football | dance | bike rack",
        span=2,
    ),
    Rule(
        "how cases are investigated",
        ("IV.K.2.f", "IV.K.2.b"),
        "It tells how cases are investigated or prosecuted.",
        (
            "how (we|our|do we|detectives|do detectives|the unit|investigators|police|do police|did we) ... (find/found/catch/caught/spot/track/tracked/trace/solve/investigate/identify/crack/get/know/tell/pick/work/build/bust/follow/locate/nab/interview/question/profile/search) | that's how we | how we (find|catch|get|know) | (trick|secret|key) (is|to|of|we) | here's how (we|it works|they|our|you|detectives) | the way we | what we (look|listen|watch) (for|at) | "
            "(first|next|then) (thing )?(we|i|our detectives) | we (always|usually|never|just|only|first|leave|pull|match|run|get|lie|tell (them|him|the suspect)|let (them|him|the suspect)|wait|watch|track|ping|plant|pretend|bluff|flag|split) | our (checklist|profile|playbook|manual|procedure|guidelines|technique*|method|red flags|criteria|threshold|script|cutoff) | checklist | the profile | step by step | interrogation 101 | tradecraft | "
            "(charging|filing) (guideline*|threshold|policy|standard) | we (won't|don't) (charge|chase|prosecute|file|bother|test|process) (unless|anything|under|below|until) | behind the scenes | ama | pro tip | trade secret* | people ask how | ever wonder* how | asked how | want to know how",
            "tower dump* | cell[- ]site | stingray | geo-?fence* | gps | tracker* | tracking | ping* | pole camera* | plate reader* | license plates | pawn slip* | lpr | alpr | flock | controlled buy* | buy money | marked bills | interrogat* | interview room | good cop | bluff* | lie to | we lie | decoy* | bait | unmarked | wiretap* | wire | informant* | dna | genealogy | fingerprint* | dust for | luminol | metadata | warrant* | subpoena* | burner* | phone* | sting | undercover | profile | "
            "courier* | mules? | smuggl* | shoplift* | stolen | license plates | pawn | thieves | thief | dealer* | suspect* | confess* | drug* | dope | narcotics | traffick* | one-way ticket | carry-on | dogs? (alert|hit*) | k-9 alert | behavior* | prosecut* | charge* | plea | detective* | fraud | stakeout | tail* | surveil* | facial recognition | database | lineup | photo array | fake account* | catfish* | pretext | consent search | evidence | case | cases | judge",
        ),
        unless=f"{PUBLIC} | leak* | water main | rat | rats | mosquito* | prevent* | protect yourself | protect your | keep your | lock your | don't leave | avoid scams | public workshop | free class | citizens | how to report | report (it|a) | on our website | the policy is | registration",
        span=2,
    ),
)
