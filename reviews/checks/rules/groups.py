"""V.C: a group of people and what is said against it, whatever the group."""

from __future__ import annotations

from ..rule import Rule
from .conduct import CELEBRATED

NOT_A_PEOPLE = "(?!American|Louisan|Missouri|Veteran|Artisan|Librarian|Guardian|Musician|Technician|Physician|Historian|Politician|Magician|Electrician|Comedian|Median|Custodian|Pedestrian|Plan|Clean|Ocean|Human|Japanese (?:garden|beetle|knotweed|festival|maple)|Chinese (?:new|lantern))"
GROUP = (
    "women | woman | men who | girls | females | wives | mothers | single (mom|moms|mother|mothers|dads|fathers) | unmarried | unwed | divorced | divorcees | widows | bachelors | spinsters | gay | gays | lesbian* | homosexual* | bisexual* | trans | transgender* | "
    "two (men|women|moms|dads) | pronouns | muslim* | jew | jews | jewish | catholic* | christian* | hindu* | atheist* | mormon* | sikh* | immigrant* | migrant* | refugee* | foreigner* | mexican* | latino* | hispanic* | black (people|men|women|kids|folks|families) | white (people|men|women|folks|trash) | asian* | arab* | african* | "
    f"(?-i:{NOT_A_PEOPLE}[A-Z][a-z]+(?:ans|ians|ese|stanis|alis|ards)) | gypsies | gypsy | the (deaf|blind|disabled|handicapped|elderly|old) | cripple* | retard* | autistic* | wheelchair* | mental patients | stutter* | old (people|folks|men|women|ladies|timers) | elderly | seniors | boomers | grandpa* | grandma* | geezer* | anyone over (40|50|60|forty|fifty|sixty) | over (forty|fifty|sixty) | bad genes | family history of | bloodline* | "
    "los (\\w+s) | las (mujeres|viejas) | esa gente | esos (\\w+s)"
)
AGAINST = (
    "lazy | dirty | filthy | stupid | dumb | crooked | greedy | cheap | backward* | savage* | primitive | violent | unnatural | abnormal | disgusting | gross | perverts? | perverted | confused | crazy | hysterical | useless | helpless | hopeless | unfit | inferior | liars? | thieves | criminals? | terrorists? | parasites? | vermin | animals | invad* | infest* | plague | burden* | leech* | freeload* | "
    "mooch* | sin | sinners | sinful | abomination | ungodly | godless | hell | fake | not (a )?real | never be (a )?(real|normal) | don't belong | doesn't belong | belongs? (at home|in the kitchen|in a home|in church|somewhere else|back) | stay (home|in the kitchen) | can't be trusted | cannot be trusted | never trust | don't trust | too (weak|old|slow|emotional|sensitive|fragile|soft|fat) | (not|isn't|aren't|never) (strong|smart|tough|sharp|fit|clean|honest|man) enough | "
    "good for nothing | nothing but | just like (a|an|their|those) | typical | as usual for | what do you expect | you know how (they|those|these) | ya saben | flojos | sucios | ladrones | tontos | go back | send them | ship them | deport | out of our | ruin* | destroy* | taking over | our jobs | weaker sex | bad drivers | smell* | stink* | stinks | breed* | multiply | drag* (us|the city|everyone) down | cost us | waste of | should(n't)? (not )?be (allowed|near|driving|teaching|voting|raising|working|lifting|let) | no place for | have no business"
)
RULES = (
    Rule(
        "a group, and what is said against it",
        ("V.C",),
        "It speaks with scorn of people for what they are.",
        (GROUP, AGAINST),
        unless=f"{CELEBRATED} | free | higher risk | hotline | scam* | targeted | anti-* | bias* | discriminat* | harass* | hate crime* | violence against | stereotype* | myth* | museum | film | novel | history | statistics | vaccin* | help | support group | shelter | flood | cook* | recipe | restaurant | soap | laundry | lazy river | crazy (quilt|golf|hair)",
    ),
)
