"""What a member may be allowed to do: one permission for each kind of act."""

from enum import StrEnum


class Permission(StrEnum):
    """One permission for each kind of act; every action declares exactly one."""

    # foundation
    ADMINISTER_ORGANISATIONS = "administer organisations"
    ADMINISTER_MEMBERS = "administer members"
    CHANGE_HAT = "change hat"
    MAKE_SHARING_AGREEMENT = "make a sharing agreement"
    RAISE_WALL = "raise an ethical wall"
    RESTRICT_RECORD = "restrict a record"
    DECLARE_KIN = "declare kin"
    READ_AUDIT = "read the audit"
    ISSUE_TOKEN = "issue a token"
    SETTLE_WORK = "settle work that nobody is at"
    ADOPT_MODEL = "adopt an operating model"
    APPOINT_BODY = "appoint a body"
    LOAD_REFERENCE = "load reference tables"
    # looking
    LOOK_AT_PEOPLE = "look at people"
    SEARCH_OUTSIDE_WALL = "search outside the wall"
    LOOK_AT_COURT_LISTS = "look at court lists"
    LOOK_AT_TEAM = "look at a team"
    # people
    RECORD_PEOPLE = "record people"
    AMEND_PERSON = "amend a person"
    DECIDE_MATCH = "decide a match"
    MERGE_PEOPLE = "merge people"
    # courts
    IMPORT_COURT_RESULTS = "import court results"
    CORRECT_REFUSED_ROW = "correct a refused row"
    REQUEST_COURT_REPORT = "request a court report"
    RECORD_HEARING = "record a hearing"
    RECORD_SENTENCE = "record a sentence"
    AMEND_SENTENCE = "amend a sentence"
    # supervision
    OPEN_CASE = "open a case"
    APPOINT_HOLDER = "appoint a holder"
    OFFER_TRANSFER = "offer a transfer"
    ANSWER_TRANSFER = "answer a transfer"
    RECORD_ON_TIMELINE = "record on a timeline"
    GIVE_OWN_CODE = "give a code for a person's own page"
    NOTE_RELEASE = "note a release"
    CLOSE_CASE = "close a case"
    MOVE_CASES = "move cases in flight"
    SEND_REMINDERS = "send reminders"
    # assessment
    WRITE_ASSESSMENT = "write an assessment"
    SIGN_ASSESSMENT = "sign an assessment"
    COUNTERSIGN_ASSESSMENT = "countersign an assessment"
    ROLL_BACK_ASSESSMENT = "roll back an assessment"
    RECORD_SCORE = "record a score"
    DECIDE_TIER = "decide a tier"
    AUDIT_SCORES = "audit scores by group"
    # interventions
    KEEP_CATALOGUE = "keep the catalogue of services"
    REFER_TO_SERVICE = "refer a person to a service"
    ANSWER_REFERRAL = "answer a referral"
    # programmes
    RUN_GROUPS = "run groups of a programme"
    DELIVER_PROGRAMME = "deliver a programme"
    # unpaid work
    NOMINATE_PROJECT = "nominate a project of unpaid work"
    KEEP_PROJECTS = "keep projects of unpaid work"
    ARRANGE_UNPAID_WORK = "arrange unpaid work"
    # accommodation
    KEEP_PREMISES = "keep premises and beds"
    GIVE_PLACES = "give places to live"
    # helpers
    KEEP_HELPERS = "keep helpers and their checks"
    PAIR_HELPERS = "match people with helpers"
    # protection
    SEE_PROTECTION = "see every category of public protection"
    SEE_CATEGORY_4 = "see category 4 of public protection"
    SCREEN_PROTECTION = "screen for public protection"
    CONFIRM_PROTECTION = "confirm a category of public protection"
    CHAIR_PROTECTION = "chair public protection"
    # integrated
    SEE_BOARD = "see the board of integrated offender management"
    SEE_DISRUPTION = "see disruption in integrated offender management"
    WORK_INTEGRATED = "work in integrated offender management"
    SELECT_INTEGRATED = "decide who is selected for integrated offender management"
    # release
    KEEP_VICTIMS_TOLD = "keep victims told"
    RECORD_RELEASE = "record what release turns on"
    WRITE_LICENCE = "write a licence"
    APPROVE_LICENCE = "approve a licence"
    PROPOSE_CONDITION = "propose a condition of a licence"
    ASK_ABOUT_ADDRESS = "ask about an address"
    # enforcement
    REFER_FAILURE = "refer a failure to comply"
    DECIDE_FAILURE = "decide on a failure to comply"
    WRITE_ENFORCEMENT_PAPER = "write a paper of enforcement"
    AUDIT_DECISION = "audit a decision on a failure"
    # planning
    WRITE_PLAN = "write a plan"
    END_ORDER_EARLY = "end an order early"
    # recall
    ASK_FOR_RECALL = "ask for a recall"
    APPROVE_RECALL = "approve a recall"
    # allocation
    ALLOCATE_CASE = "allocate a case"
    PLAN_ALLOCATION = "plan an allocation"
    RECORD_WORKLOAD = "record workload"
    # needs
    LOOK_AT_NEED = "look at need"
    PUBLISH_NEED = "publish need"
    REPORT_GAP = "report a gap in services"
    WRITE_INTENTION = "write an intention"
    DECIDE_INTENTION = "decide on an intention"
    TELL_OUTCOME = "tell what came of what was bought"
    COMMENT_ON_INTENTION = "comment on an intention"
    KEEP_POOL = "keep a pooled budget"
    # competition
    KEEP_PASSPORT = "keep a provider's passport"
    TRY_AWARD = "try an award"
    RUN_COMPETITION = "run a competition"
    OPEN_BIDS = "open bids"
    SEND_BID = "send a bid"
    SCORE_ANSWERS = "score answers"
    MODERATE_SCORES = "moderate scores"
    APPROVE_CROSSING = "approve a crossing of a wall"
    CERTIFY_WALL = "certify a wall of a competition"
    # contracts
    LOOK_AT_AGREEMENTS = "look at agreements"
    DRAW_UP_AGREEMENT = "draw up an agreement"
    CHANGE_AGREEMENT = "propose or answer terms of an agreement"
    SIGN_AGREEMENT = "sign an agreement"
    LOOK_AT_MONEY = "look at statements of money"
    DRAW_STATEMENT = "draw statements"
    DISPUTE_LINE = "dispute a line of a statement"
    RULE_ON_DISPUTE = "rule on a disputed line"
    APPROVE_PAYMENT = "approve a payment"
    RECORD_RESULT = "record a cohort's result that is paid for"
    END_AGREEMENT = "end an agreement whose provider failed, and pass on what it has"
    # inspection and the courts' own view
    DRAW_SAMPLE = "draw a sample"
    LOOK_AT_COURT_FIGURES = "look at a court's figures"
    # evidence
    EXTRACT_OUTCOMES = "extract outcomes"
    LOOK_AT_AREA_FIGURES = "look at an area's figures"
    LOOK_AT_OUTCOMES = "look at outcomes"
    DRILL_TO_PEOPLE = "drill to people"
