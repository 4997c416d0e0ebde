"""IV.I: confidential and personal information that has no fixed shape: health, personnel matters, private trouble."""

from __future__ import annotations

from ..rule import Rule

CLAUSE = ("IV.I",)
EMPLOYEE = "(alderman|alderwoman|councilman|councilwoman|coach|pastor|principal|judge|mayor|senator|commissioner) (?-i:[A-Z])\\w+ | <name> | <rank> (?-i:[A-Z])\\w+ | (?-i:[A-Z][a-z]+) (in/from/at) (the |our )?(payroll/records/billing/dispatch/permits/accounting/front desk/hr/it/forestry/shop/office/yard)"
ILLNESS = (
    "(off|on|using|hooked on|back on) (heroin|meth|cocaine|crack|fentanyl|opioids|pills|oxy|drugs) | drinking again | (drunk|hungover|high|drinking) (on|at|again|every|all) | off the wagon | (hip|knee) replacement | broke (his|her) (hip|leg|arm|back|pelvis|neck|wrist) | gallbladder | kidney (stone*|failure) | appendix | appendicitis | hernia | blood clot | expecting (a|twins|her|his|in|another) | morning sickness | menopause | insomnia | ulcer* | scabies | head lice | eating disorder | anorexi* | bulimi* | cirrhosis | asthma attack | hearing aid* | colostomy | premature | nicu | fertility | abortion | in the hospital (with|for|after) | hospitalized | spine surgery | mental health (issue*|day*|leave|hold) | nervous | sober | twelve-step | aa meeting* | celiac | paralyz* | glaucoma | going blind | hearing loss | incontinen* | chemo* | cancer | leukemia | lymphoma | tumor* | biopsy | dialysis | transplant | diabet* | insulin | seizure* | epilep* | stroke | heart attack | bypass | stent* | surgery | hysterectomy | miscarr* | "
    "pregnan* | ivf | c-section | hiv | aids | hepatitis | herpes | syphilis | chlamydia | gonorrhea | std | sti | overdos* | rehab | detox* | sobriety | relaps* | methadone | suboxone | alcoholic | alcoholism | drinking problem | addict | addiction | "
    "depress* | bipolar | schizophren* | anxiety | panic attack* | ptsd | breakdown | psych* ward | psych hold | suicidal | (in|started|needs|out of) therapy | (her|his|on|off) meds | diagnos* | prognosis | mri | scan* came back | "
    "test* (came back )?positive | tested positive | tuberculosis | tb | covid | hospice | icu | sleep apnea | dementia | alzheimer's | parkinson's | lupus | (has|with|her|his) ms | crohn's | colonoscopy | vasectomy | fmla | medical leave | sick leave | "
    "disability (claim/leave) | workers' comp* | blood (pressure/sugar/alcohol) | prostate | mastectomy | concussion | herniated | prescription* | oxycodone | viagra | mental health leave | nervous breakdown | stage (four/three/4/3) | shingles | vertigo"
)
PERSONNEL = (
    "last warning | final warning | on thin ice | owes ... (back pay|child support) | paid under | underpaid | makes \\$\\d+ | salary is | raise denied | denied (a raise|promotion|tenure|overtime) | passed over for | caught on camera | lawsuit against (us|the city) | (settled|filed) (a|his|her) ... (complaint|claim|grievance|suit) | harass* | investigated for | accused of | busted for | sleeping on the (job|clock) | drunk on | clocked (in|out) (for|drunk) | no longer works here | walked out | escorted out | quit before | scored a | appealed (twice|his|her|the) | pulled (his|her|their) license | after the (dwi|dui|arrest) | suspended | suspension | written up | write-up | wrote (him/her) up | reprimand* | disciplined | disciplinary action | fired | firing | terminated | let go | demot* | grievance | failed (the/his/her/a) ... (test/exam/screen/background/fitness/probation*/drug) | drug test | "
    "positive for (thc/cocaine/meth/weed/opioids/marijuana/alcohol) | last chance | last-chance | probation* (extended/period) | performance (review/plan/improvement) | pip | poor evaluation | evaluation* | internal affairs | under investigation | "
    "administrative leave | eeo* complaint | harassment complaint | complaint* against | back pay | pay dispute | overpaid | garnish* | wage* garnish* | docked | pay cut | salary dispute | owes child support | child support | bankruptcy | "
    "counseled | ordered (to/into) (counseling/anger) | resign* in lieu | resigned before | forced out | asked to resign | pre-termination | no-show* | awol | tardy | late (#|n|\\w+) times | sleeping on | stealing | theft of | caught (stealing/sleeping/drinking/padding) | "
    "padding (his/her) | time ?card | timesheet* | appealing (his/her) | disciplinary | personnel file | background check | credit score | polygraph | leave without pay | unpaid leave | out on leave"
)
NOT = (
    "speaks (on/about) | lecture | tell (her/his/their) story | talks about | charged with | indicted | public hearing | free | clinic* | screening* | walk-in | support group | call * for help | hotline | awareness | month | fundraiser | memorial | foundation | in memory | passed away | "
    "sentenced | policy | policies | program | drill | exercise | for anyone | confidential and | no cost | water service | main | license (was )?suspended | service* suspended | collection* (is|are) suspended | "
    "route* | applicants | applications | what you need | eligib* | author* | book* | memoir | film | history | award | medal | honored | honors | lifesaving | saved | vaccin* | insurance | class"
)
RULES = (
    Rule(
        "somebody's health",
        CLAUSE,
        "It tells of a named person's health or treatment.",
        (
            f"{EMPLOYEE} | (?-i:[A-Z][a-z]+)'s | (our|the|a) (co-?worker/colleague/clerk/librarian/patient/client/operator/foreman/supervisor/officer/employee/tenant/caseworker) | (?-i:[A-Z][a-z]{(2,)}) (is/was/has/had/had to/just/will)",
            ILLNESS,
        ),
        unless=NOT,
        span=2,
        never_with="fiction | novel | fundraising walk",
    ),
    Rule(
        "a personnel matter",
        CLAUSE,
        "It tells of discipline, pay or another personnel matter of a person.",
        (
            f"{EMPLOYEE} | (?-i:[A-Z][a-z]+) (got/was/is/has been/failed/gets) | our (clerk/officer/foreman/supervisor/driver/operator/boss/inspector/lifeguard/dispatcher/librarian)",
            PERSONNEL,
        ),
        unless=f"{NOT} | service* | bus | line | flights | suspended (imposition/sentence) | fired (up/back/his/her/at/on/only/a/once/twice/<n>/#|\\d)",
    ),
    Rule(
        "what a client or customer owes or gets",
        CLAUSE,
        "It tells what a named person owes, gets or is denied.",
        (
            "<name> | you're (?-i:[A-Z])\\w+ | mr. <human> | (?-i:Mr|Mrs|Ms)\\.? (?-i:[A-Z])\\w+",
            "behind | owes | owed | past due | overdue | delinquent | shut off | shutoff | eviction | evicted | food stamps | snap benefits | wic | medicaid | section 8 | welfare | benefits (case|check) | "
            "income | balance | late fee* | fine* | unpaid | bounced | collections | library record | checked out | borrow* | lien | arrears | case ?worker | caseload | disability check | homeless | shelter bed",
            "<money> | account | since | month* | owes | case | checked out | evicted | denied | application | record | on (food stamps/snap/wic/medicaid/welfare/section 8)",
        ),
        unless=f"{NOT} | grant | contract | award* | donat* | donor | budget | bond | settlement | council | board bill",
    ),
    Rule(
        "a child outside a justice matter",
        CLAUSE,
        "It identifies a child beside something private.",
        (
            "<name>, (1[0-7]|[1-9]),? | <name>, (?:age )?(1[0-7]|[1-9])\\b | (nació|born)",
            "of \\d+ | lives | vive | address | mother | father | parents | foster* | tagged | stole | caught | banned | bullied | bit | allerg* | autis* | adhd | iep | custody | school | grade",
        ),
        unless="won | wins | winner | artist | poet | spelling bee | champion | award* | missing | amber alert | soloist | mvp | by <name> | contest | read* \\d+ books | raised \\$ | essay | scout*",
    ),
    Rule(
        "confidential papers or facts told",
        CLAUSE,
        "It says of itself that it is confidential or meant to stay inside.",
        (
            "(don't/do not/not supposed to/shouldn't/wasn't supposed to) ... (tell anyone/share this/say this/post this/say this out loud/repeat) | between (us/you and me) | keep it quiet | you didn't hear it (from me/here) | hush-hush | off the record | "
            "(personnel/medical/hr/case/patient/client) (file/files/record/records/chart) | spilled the beans",
            "<name> | (?-i:[A-Z][a-z]+) (is/was/has/got) | (his|her) (file/record/chart/diagnosis/salary/divorce/case)",
        ),
        unless=NOT,
    ),
    Rule(
        "private life",
        CLAUSE,
        "It tells of a person's private life.",
        (
            "<name> | (?-i:[A-Z][a-z]+)'s (wife/husband/divorce/marriage) | our (?-i:[A-Z][a-z]+)",
            "drinking | evict* | on (medicaid|food stamps|welfare|snap|section 8) | union card | owes (the|back|\\$) | pawn* | repossess* | repo | tax lien | in the shelter | checked out (books|a book|three|two) | has been reading | search history | browsing | divorc* | affair | cheating on | custody battle | left (his/her) (wife/husband) | separated from | restraining order | foreclos* | maxed out | bankrupt* | gambling | immigration (status/papers) | undocumented | green card | visa expired | came out | "
            "is (gay/trans) | sleeping in (his/her) car | living in (his/her) car | arrest record | paternity | adopted | moved out",
        ),
        unless=f"{NOT} | judge | court hours | clinic | help with | pride | marathon",
    ),
)
