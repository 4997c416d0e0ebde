"""IV.K.1.f, h, i: victims of sexual offences, juveniles, owners of firearms."""

from __future__ import annotations

from ..rule import Rule

RULES = (
    Rule(
        "victim of a sexual offence",
        ("IV.K.1.f",),
        "It says who the victim of a sexual offence is, or lets readers work it out.",
        (
            "rape | raped | raping | rapist | sex* (assault*|abus*|offen*|attack*|crime*|misconduct|batter*) | sexually | sodom* | molest* | grop* | fondl* | incest | statutory | indecent | sex trafficking | trafficked | drugged and | forced himself | exposed himself to | assaulted her in | chapter 566 | attacker | touched her | peeping",
            "<name> ... (was|were|is the|is a|victim|survivor|testified|reported|came|told|said|faced|read|spoke|wept|who|stood|brave*|finally|still|she) | (victim|survivor|accuser|complainant|girl|woman) (is|was|named|is named|was named) {a |the }<name> | (victim|survivor|accuser|complainant), <name> | (victim|survivor) <name> | (?-i:[A-Z][a-z]+) (at|from) the ... (was|is) the (one|girl|woman|clerk) | "
            "(victim|survivor|she|accuser) (is|was|works|lives|runs|teaches|attends|goes|manages|owns|coaches|drives) (the|our|a|an|at|in|on|to|as|for|with|behind|his|over|every) | (victim|survivor), (a|an|the|our|his|who|\\d+) | his (own )?(daughter|stepdaughter|niece|sister|wife|granddaughter|student|secretary|patient|roommate|neighbor|stepson|nephew|coworker|girlfriend|ex-wife|son) | "
            "(the|our|that) (one|woman|girl|clerk|nurse|teacher|cashier|waitress|student|runner|jogger|boy|man) (he|who was|from|that|they) | you (may|might|probably|all) know her | her name | the (?-i:[A-Z])\\w+ (girl|sisters|daughter|family)",
        ),
        unless="awareness | hotline | support line | advocate can | support group | statistic* | percent | filings | reports of | annual | cases a year | prevention | consent workshop | training | how to report | no cost | no names | our (team|unit|detectives) (investigat*|handled) | help is | survivors (can|may|have|deserve|are)",
        span=2,
    ),
    Rule(
        "a juvenile in a justice matter",
        ("IV.K.1.h",),
        "It lets readers know a juvenile in a justice matter.",
        (
            "<name>, (?:age |aged )?(?:just |only )?(?:[7-9]|1[0-7]|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?! year-old (building|dog)) | <name> ... ([7-9]|1[0-7])[- ]years?[- ]old | ([7-9]|1[0-7])[- ]year[- ]old ... <name> | (thirteen|fourteen|fifteen|sixteen|seventeen|twelve|eleven|ten)[- ]year[- ]old ... (?-i:[A-Z])\\w+ | "
            "(sophomore|freshman|junior|eighth[- ]grader|seventh[- ]grader|sixth[- ]grader|fifth[- ]grader|ninth[- ]grader|tenth[- ]grader|\\d+th[- ]grader|quarterback|point guard|pitcher|cheerleader|goalie) ... (?-i:[A-Z][a-z]+) | <name> ... (sophomore|freshman|grader|middle school|high school|junior high) | "
            "(son|daughter|boy|girl|kid|grandson|granddaughter|nephew|niece|twins) of {the |our } ... (<name>|(?-i:[A-Z])\\w+|the ) | <name>'s (son|daughter|kid|boy|girl|grandson|youngest|oldest|boys|twins|teenager) | little (?-i:[A-Z])\\w+ | juvenile named | (?-i:[A-Z])\\w+('s)? (boy|kid|twins|brothers) | the (pastor|mayor|coach|principal|chief|judge|alderman|councilman|alderwoman)'s (son|daughter|kid|boy|girl|grandson) | "
            "(spelling[- ]bee|chess|track|science fair) (champ|champion|star|winner) | you know (the )?(one|him|her|kid|boy|girl) | (goes|go) to (?-i:[A-Z])\\w+ | a student at (?-i:[A-Z])\\w+ | (class|student body) president | <name> ... (a minor|juvenile|teen*) | (teen|teenager|juvenile|minor|kid|boy|girl) (is|was|named) (?-i:[A-Z])\\w+",
            "arrest* | in custody | charged | booked | detain* | detention | juvenile (court|officer*|detention|center|judge|hearing|record|case|unit|division) | certif* | probation | curfew | diversion | hearing | robber* | burglar* | stole | stolen | shoplift* | carjack* | handed over | referred | locked up | caught | judge | court | tagged | graffiti | vandal* | docket | offense | "
            "assault | theft | weapon | gun | truant | runaway | ran away | adjudicat* | sentenced | cuffs | cell | serving | ankle monitor | community service | joyrid* | released to | confess* | delinquen* | guilty | admitted | our facility | pod | police report | fight | case | hotwir* | drugs | weed | vape*",
        ),
        unless="missing (child|person|alert|since|juvenile|endangered)|amber alert | last seen | youth (program*|academy|league|court volunteer*|explorer*) | won | essay contest | scholarship | award* | summer job* | winner of | honored | thank* | birthday | ride-along | mentor* | camp",
        span=2,
    ),
    Rule(
        "who owns a firearm",
        ("IV.K.1.i",),
        "It says who owns firearms, or what a record of ownership says.",
        (
            "gun | guns | pistol* | rifle* | firearm* | shotgun* | handgun* | revolver* | ar-?15* | glock* | \\.38 | 9 ?mm | nine millimeter | weapon* | concealed[- ]carry | conceal(ed)? carry | ccw | carry permit* | gun permit* | gun (safe|collection|cabinet|registry|registration|file|owner*) | ammo | sidearm | derringer",
            "owns | owned | own (a|two|three|four|five|\\w+) | owning | has (a|two|three|four|five|six|seven|eight|nine|ten|\\d+|one|at least|several|his|her) | have (a|two|three|\\d+) (?:\\w+ )?(gun*|pistol*|rifle*|shotgun*|firearm*) | registered (to|in|owner) | registration | permit* | file | on file | list | lists | record* | paperwork | collection | keeps (a|his|her|two|three|one) | kept (at|in) | "
            "bought | purchased | transfer* (to|from) | form 4473 | 4473 | application* | applied for | renewed | serial | trace came back | trace | belongs to | belonged to | licensed to carry | licensed | carries | permit ?holder* | holder* | nightstand | safe at home | at home | armed | armory",
            "<name> | he | she | his | her | whose | who (own*|has|have) | the (owner|neighbor|weatherman|coach|pastor|man|woman|guy|couple|family|landlord|passenger|principal|alderman) | <rank> (?-i:[A-Z])\\w+ | neighbor* | residents (on|of) | house* (on|at) | block | address* | gentleman | customer | owners | households | zip code",
        ),
        unless="gun lock* | gunlock* | lock box* | safe storage | store (your|it|them) | buy-?back | turn in | water gun* | squirt* | nerf | nail gun | glue gun | heat gun | caulk* gun | radar gun | t-shirt gun | spray gun | flu | declared (at|it) | hard-sided | tsa | checked baggage | hunter education | class | range day | training range | flying with | museum | civil war | 18\\d\\d | 19[0-4]\\d | starter pistol | toy | "
        "if you own | gun owners: | owners can | owners should | free | statue | staple gun | gun safety | tattoo gun | massage gun | your (gun|firearm|permit)",
        span=2,
    ),
)
