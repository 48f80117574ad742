"""A question and a belief as somebody enters them into forms, without mistakes, so that each test changes one thing."""

from typing import Any

from screener.journeys.bank_new_belief import ACCEPTED, NewBelief, NewExample, Stand
from screener.journeys.bank_new_question import NewQuestion

TEXTS = {
    "asserted": (
        "In our trade <<a discount closes the deal>>, every single time.",
        "Look, <<the rebate wins the order>>. All the rest is decoration.",
        "Machine tools, eleven years: <<the discount settles the business>>.",
    ),
    "indirect": (
        "Twelve years, four firms. <<Knock a tenth off and they sign>>.",
        "I tell every new rep the same: <<nobody buys at the list price>>.",
        "The film was nice, thank you. <<Nobody buys anything for the list price>>, that's all I know.",
    ),
    "past": (
        "I used to think that <<a discount closes the deal>>. Then I saw what it did to our margin.",
        "For years I believed <<the rebate wins the order>>. I no longer do.",
    ),
    "rejected": (
        "I don't believe that <<a discount closes the deal>>.",
        "It's simply not true that <<nobody buys at the list price>>.",
    ),
    "reported": (
        "My predecessor says that <<a discount closes the deal>>.",
        "According to our dealers <<nobody buys at the list price>>.",
    ),
    "none": (
        "We gave one customer a discount for paying early.",
        "The list price goes up in March.",
        "Two of my reps sign the discount forms.",
    ),
}  # fmt: skip


def make_new_question(**changes: Any) -> NewQuestion:
    """Return a question about standing that two guides are to ask."""
    fields: dict[str, Any] = {
        "competency": "standing", "also": ("listening",), "kind": "past-behaviour", "perspective": "importance",
        "minutes": "3",
        "ask": {
            "sales": "Tell me about a meeting that you moved because marketing asked for it.",
            "marketing": "Tell me about a meeting that you moved because sales asked for it.",
            "both": "Tell me about a meeting that one of your teams moved because the other asked for it.",
        },
        "why": "Whose calendar gives way shows whose time is thought to be worth more.",
        "listen_for": "A meeting that mattered\nA reason that was asked for: theirs",
        "probes": ("What was it about?", "What did it cost you?", "", ""),
        "placement": "", "source": "Miserably Misaligned", "short_name": "",
        "guides": {},
    }  # fmt: skip
    return NewQuestion(**{**fields, **changes})


def make_new_belief(**changes: Any) -> NewBelief:
    """Return a risky belief with all the examples that it needs, and a stand of each policy."""
    fields: dict[str, Any] = {
        "name": "Price alone wins the order", "short_name": "", "kind": "risky", "role": "sales",
        "belief": "Customers buy when the price is low enough. Everything else that we do is decoration.",
        "matters": "Who sells by price alone asks marketing for nothing but coupons.",
        "not_this": "A discount given for a reason\nKnowing what a customer can pay",
        "counterparts": {"healthy": ("common-purpose",), "risky": ("sole-credit",)},
        "competencies": ("standing", "customer"),
        "probes": {
            "asserted": "When did you last keep your price?", "past": "What changed your mind?",
            "rejected": "What do they buy instead?", "reported": "And how do you see it?",
        },
        "sources": ("Miserably Misaligned",),
        "patterns": (
            "(a|the) (discount|rebate) (closes|wins|settles) the (deal|order|business)\n"
            "nobody buys [anything] (at|for) the list price\n"
            "knock ~2 off and they sign\n"
        ),
        "examples": tuple(
            NewExample(group, place, text, "", "notes" if (group, place) == ("asserted", 2) else "", False)
            for group, texts in TEXTS.items()
            for place, text in enumerate(texts)
        ),
        "stands": {
            "default": Stand("medium", ""), "sales-led": Stand(ACCEPTED, "We sell by price: that is our promise."),
            "marketing-led": Stand("high", "Our brand lives by its price."),
        },
    }  # fmt: skip
    return NewBelief(**{**fields, **changes})
