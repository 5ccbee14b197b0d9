"""The truths under which a plan is rehearsed, by key."""

NO_EFFECT, HOPED, WIDENING = "no-effect", "hoped-effect", "net-widening"
SCENARIOS = {
    NO_EFFECT: "Nothing changes",
    HOPED: "The smallest worthwhile effect, taken from charges",
    WIDENING: "Net-widening: only no further action becomes a resolution",
}
