"""The sheets, columns and types that are read: names as in the reference of XLSForm, with their usual spellings."""

SURVEY, CHOICES, SETTINGS, WORDS = "survey", "choices", "settings", "cjnudge_words"
SHEETS = (SURVEY, CHOICES, SETTINGS, WORDS)
PREFIX = "cjnudge_"  # of columns: no other tool has them
OWN = "cjnudge."  # of names of rows and lists: no id of ours holds a dot

ITEM_COLUMNS = ("component", "domain", "reversed", "polarity")
ROW_COLUMNS = ("kind", *ITEM_COLUMNS, "form", "about", "occasions")
BEHAVIOUR = ("actor", "action", "context", "target", "time")
ABOUT = ("about", "standing", "adapted")
SETTINGS_OWN = (*ABOUT, "occasions", "order", *BEHAVIOUR, "low_label", "high_label", "title")
NOTICE = ("purpose", "who_sees", "limits", "kept", "withdrawal", "contact")
NOTES = ("statement", *NOTICE)  # rows of type note
AGREEMENT = "agreement"  # the row of type acknowledge
SCALE = f"{OWN}scale"

# {sheet: columns that are read}; those of TRANSLATED may stand once a language, as in label::Welsh (cy).
READ = {
    SURVEY: (
        "type",
        "name",
        "label",
        "hint",
        "relevant",
        "constraint",
        "parameters",
        "appearance",
        "required",
    )
    + tuple(PREFIX + name for name in ROW_COLUMNS),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: ("form_title", "form_id", "version", "default_language")
    + tuple(PREFIX + name for name in SETTINGS_OWN),
    WORDS: ("address", "words"),
}
NEEDED = {
    SURVEY: ("type", "name", "label"),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: (),
    WORDS: ("address", "words"),
}
TRANSLATED = ("label", "hint", "words", f"{PREFIX}title")
ALIASES = {
    "relevance": "relevant",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::required": "required",
    "control::appearance": "appearance",
    "list name": "list_name",
    "caption": "label",
    "command": "type",
    "value": "name",
    "tag": "name",
    "set form title": "form_title",
    "set form id": "form_id",
}

# Types, with underscores for spaces.
ASKING = ("integer", "range", "text")
SELECTS = {
    "select_one": "select_one",
    "select1": "select_one",
    "select_one_from": "select_one",
    "select_multiple": "select_multiple",
    "select_all_that_apply": "select_multiple",
    "select_all_that_apply_from": "select_multiple",
}
NOTE, ACKNOWLEDGE = "note", ("acknowledge", "trigger")
# Noted by devices or computed: nothing is asked, and nothing of it is kept here.
UNASKED = (
    *("start", "end", "today", "deviceid", "imei", "username", "subscriberid", "simserial", "phonenumber"),
    *("phone_number", "email", "audit", "start-geopoint", "background-audio", "calculate", "hidden"),
    *("xml-external", "csv-external"),
)
LANGUAGES = {
    "en": "English",
    "cy": "Welsh",
    "gd": "Gaelic",
    "ga": "Irish",
    "pl": "Polish",
    "ur": "Urdu",
    "pa": "Punjabi",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
}
