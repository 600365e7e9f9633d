"""Tables of contracts: an agreement is its two teams' and nobody else's; nothing of it is ever changed."""

from .kinds import BOTH, NOBODY, SI, S

TABLES: dict[str, tuple[str, str]] = {
    "contracts_agreement": ("custom", SI),
    "contracts_terms": ("custom", SI),
    "contracts_signature": ("custom", SI),
    "contracts_answer": ("custom", SI),
    "contracts_drawing": ("custom", SI),
    "contracts_statement": ("custom", S),
    "contracts_line": ("custom", S),
    "contracts_counted": ("custom", S),
    "contracts_proposal": ("custom", SI),
    "contracts_ending": ("custom", SI),
    "contracts_handover": ("custom", SI),
    "contracts_chaintold": ("custom", SI),
    "contracts_told": ("custom", SI),
    "contracts_stafftold": ("custom", SI),
    "contracts_plan": ("custom", SI),
    "contracts_point": ("custom", SI),
    "contracts_planstep": ("custom", SI),
    "contracts_plantakenback": ("custom", SI),
    "contracts_payment": ("custom", SI),
    "contracts_result": ("custom", SI),
    "contracts_dispute": ("custom", SI),
    "contracts_ruling": ("custom", SI),
    "contracts_entry": ("custom", SI),
}

DEFINERS: dict[str, frozenset[str]] = {
    "contracts_may_sign(uuid,text,uuid,uuid)": BOTH,
    "contracts_may_offer(uuid,smallint)": BOTH,
    "contracts_counts_once()": NOBODY,
    "contracts_may_answer(uuid,text,uuid)": BOTH,
    "contracts_money_seen(uuid)": BOTH,
    "contracts_buys(uuid)": BOTH,
    "contracts_is_mine(uuid)": BOTH,
    "contracts_may_dispute(uuid)": BOTH,
    "contracts_may_rule(uuid)": BOTH,
    "contracts_may_pay(uuid,timestamp with time zone,date)": BOTH,
    "contracts_sides(uuid)": BOTH,
    "contracts_measured_here(uuid)": BOTH,
    "contracts_terms_measured(uuid)": BOTH,
    "contracts_may_approve(uuid,bigint,uuid)": BOTH,
    "contracts_sums()": NOBODY,
    "contracts_seconds(uuid,uuid,text,text,date,uuid,text)": BOTH,
    "contracts_provides(uuid)": BOTH,
    "contracts_takes_over(uuid)": BOTH,
    "contracts_had_work_from(text,date)": NOBODY,
    "contracts_staff_told(uuid[])": BOTH,
    "contracts_plans(uuid)": BOTH,
    "contracts_may_move(uuid,smallint,text)": BOTH,
    "contracts_may_take_back(uuid)": BOTH,
    "contracts_published()": BOTH,
    "contracts_held(uuid)": NOBODY,
    "contracts_pass(uuid,uuid,text,text,date,uuid)": BOTH,
}

ONCE: dict[str, str] = {"contracts_drawing": "id unit_id member_id at month"}

BESIDES: dict[str, str] = {
    "contracts_drawing": "UPDATE",
    "contracts_statement": "INSERT",
    "contracts_line": "INSERT",
    "contracts_counted": "INSERT",
}
