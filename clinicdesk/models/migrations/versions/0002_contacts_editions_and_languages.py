"""Contacts, editions, drafts, languages by code, and what the journal needs to be checked by"""

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


_GUARDS = (
    """CREATE TRIGGER claim_insert_overlap BEFORE INSERT ON claim WHEN NEW.busy
    BEGIN SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT NULL
    ); END""",
    """CREATE TRIGGER claim_update_overlap
    BEFORE UPDATE OF resource_id, day, start, "end", busy ON claim WHEN NEW.busy
    BEGIN SELECT RAISE(ABORT, 'claims overlap')
    WHERE EXISTS (
        SELECT 1 FROM claim
        WHERE resource_id = NEW.resource_id AND day = NEW.day AND busy = 1
          AND start < NEW."end" AND "end" > NEW.start AND id IS NOT OLD.id
    ); END""",
    """CREATE TRIGGER journal_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never shortened'); END""",
    """CREATE TRIGGER journal_update
    BEFORE UPDATE OF number, at, actor, workstation, role, kind, of_number, undoable, code, params,
        affects, everything, revision, write_key, baseline, digest, previous, hash ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER journal_redact BEFORE UPDATE OF payload ON journal WHEN NEW.payload NOTNULL
    BEGIN SELECT RAISE(ABORT, 'the journal is never rewritten'); END""",
    """CREATE TRIGGER patient_delete BEFORE DELETE ON patient
    BEGIN SELECT RAISE(ABORT, 'patient rows are never deleted'); END""",
    """CREATE TRIGGER visit_delete BEFORE DELETE ON visit
    BEGIN SELECT RAISE(ABORT, 'visit rows are never deleted'); END""",
    """CREATE TRIGGER appointment_delete BEFORE DELETE ON appointment
    BEGIN SELECT RAISE(ABORT, 'appointment rows are never deleted'); END""",
)


_CLINIC = """(
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    uid VARCHAR NOT NULL,
    zone VARCHAR NOT NULL,
    grid_minutes INTEGER NOT NULL,
    transfer_minutes INTEGER NOT NULL,
    hold_minutes INTEGER NOT NULL,
    date_order VARCHAR NOT NULL,
    week_start INTEGER NOT NULL,
    twelve_hour BOOLEAN NOT NULL,
    languages JSON NOT NULL,
    backup_folder VARCHAR NOT NULL,
    demo BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_clinic PRIMARY KEY (id),
    CONSTRAINT ck_clinic_one CHECK (id = 1)
)"""

_PATIENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    family VARCHAR NOT NULL,
    given VARCHAR NOT NULL,
    born DATE NOT NULL,
    phone VARCHAR NOT NULL,
    email VARCHAR NOT NULL,
    speaks VARCHAR NOT NULL,
    reads VARCHAR NOT NULL,
    interpreter BOOLEAN NOT NULL,
    flags JSON NOT NULL,
    note VARCHAR NOT NULL,
    merged_into INTEGER,
    family_key VARCHAR NOT NULL,
    given_key VARCHAR NOT NULL,
    phone_key VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_patient_resource_id UNIQUE (resource_id),
    CONSTRAINT fk_patient_resource_id_resource FOREIGN KEY(resource_id) REFERENCES resource (id),
    CONSTRAINT fk_patient_merged_into_patient FOREIGN KEY(merged_into) REFERENCES patient (id)
)"""

_VISIT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    patient_id INTEGER,
    template_id INTEGER,
    step_count INTEGER NOT NULL,
    transfer_minutes INTEGER NOT NULL,
    rules JSON NOT NULL,
    edition INTEGER NOT NULL,
    last_modified VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_visit_step_count CHECK (step_count >= 1),
    CONSTRAINT fk_visit_patient_id_patient FOREIGN KEY(patient_id) REFERENCES patient (id),
    CONSTRAINT fk_visit_template_id_visit_template
        FOREIGN KEY(template_id) REFERENCES visit_template (id)
)"""

_APPOINTMENT = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    visit_type_id INTEGER,
    title VARCHAR NOT NULL,
    day DATE NOT NULL,
    start INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    resource_uses JSON NOT NULL,
    status VARCHAR NOT NULL,
    busy BOOLEAN NOT NULL,
    class_id INTEGER,
    group_size INTEGER,
    reason VARCHAR NOT NULL,
    override_reason VARCHAR NOT NULL,
    override_by VARCHAR NOT NULL,
    override_rules JSON NOT NULL,
    whereabouts VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_appointment_visit_id_position UNIQUE (visit_id, position),
    CONSTRAINT uq_appointment_id_day_busy UNIQUE (id, day, busy),
    CONSTRAINT ck_appointment_status CHECK (status IN ('pending', 'booked', 'arrived', 'checked-in',
        'fulfilled', 'proposed', 'waitlist', 'cancelled', 'noshow', 'entered-in-error')),
    CONSTRAINT ck_appointment_busy CHECK
        (busy = (status IN ('pending', 'booked', 'arrived', 'checked-in', 'fulfilled'))),
    CONSTRAINT ck_appointment_minutes CHECK
        (minutes >= 1 AND start >= 0 AND start + minutes <= 1440),
    CONSTRAINT ck_appointment_named CHECK (visit_type_id IS NOT NULL OR title <> ''),
    CONSTRAINT fk_appointment_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id),
    CONSTRAINT fk_appointment_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id),
    CONSTRAINT fk_appointment_class_id_appointment
        FOREIGN KEY(class_id) REFERENCES appointment (id)
)"""

_VISIT_TYPE = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    public_name VARCHAR NOT NULL,
    specialty_id INTEGER,
    minutes INTEGER NOT NULL,
    arrive_early INTEGER NOT NULL,
    place VARCHAR NOT NULL,
    instructions VARCHAR NOT NULL,
    requirements JSON NOT NULL,
    group_size INTEGER NOT NULL,
    only_in_blocks BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_visit_type_key UNIQUE ("key"),
    CONSTRAINT ck_visit_type_minutes CHECK (minutes BETWEEN 1 AND 1440),
    CONSTRAINT ck_visit_type_group_size CHECK (group_size >= 1),
    CONSTRAINT fk_visit_type_specialty_id_resource_type
        FOREIGN KEY(specialty_id) REFERENCES resource_type (id)
)"""

_HOURS_BLOCK = """(
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    resource_id INTEGER NOT NULL,
    new_patients_only BOOLEAN NOT NULL,
    rule VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_hours_block_minutes CHECK (0 <= start AND start < "end" AND "end" <= 1440),
    CONSTRAINT fk_hours_block_resource_id_resource
        FOREIGN KEY(resource_id) REFERENCES resource (id)
)"""

_HOURS_BLOCK_VISIT_TYPE = """(
    block_id INTEGER NOT NULL,
    visit_type_id INTEGER NOT NULL,
    CONSTRAINT pk_hours_block_visit_type PRIMARY KEY (block_id, visit_type_id),
    CONSTRAINT fk_hours_block_visit_type_block_id_hours_block
        FOREIGN KEY(block_id) REFERENCES hours_block (id),
    CONSTRAINT fk_hours_block_visit_type_visit_type_id_visit_type
        FOREIGN KEY(visit_type_id) REFERENCES visit_type (id)
)"""

_HOLD = """(
    visit_id INTEGER NOT NULL,
    actor VARCHAR NOT NULL,
    workstation VARCHAR NOT NULL,
    expires_at INTEGER NOT NULL,
    digest VARCHAR NOT NULL,
    CONSTRAINT pk_hold PRIMARY KEY (visit_id),
    CONSTRAINT fk_hold_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_CONTACT = """CREATE TABLE contact (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    visit_id INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    form VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    with_whom VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_contact_channel CHECK
        (channel IN ('call', 'voicemail', 'text', 'e-mail', 'paper', 'file', 'unknown')),
    CONSTRAINT ck_contact_outcome CHECK
        (outcome IN ('told', 'confirmed', 'no-answer', 'handed-over', 'failed')),
    CONSTRAINT ck_contact_form CHECK (form IN ('', 'visit', 'steps')),
    CONSTRAINT fk_contact_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_DRAFT = """CREATE TABLE draft (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    workstation VARCHAR NOT NULL,
    actor VARCHAR NOT NULL,
    changed_at INTEGER NOT NULL,
    visit_id INTEGER,
    request VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    CONSTRAINT fk_draft_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id)
)"""

_BACKUP_TURN = """CREATE TABLE backup_turn (
    id INTEGER NOT NULL,
    actor VARCHAR NOT NULL,
    workstation VARCHAR NOT NULL,
    taken_at INTEGER NOT NULL,
    last_good_at INTEGER,
    last_good_name VARCHAR NOT NULL,
    last_number INTEGER NOT NULL,
    failure VARCHAR NOT NULL,
    digest VARCHAR NOT NULL,
    CONSTRAINT pk_backup_turn PRIMARY KEY (id),
    CONSTRAINT ck_backup_turn_one CHECK (id = 1)
)"""

_INDEXES = (
    "CREATE INDEX ix_journal_write_key ON journal (write_key)",
    "CREATE INDEX ix_patient_born ON patient (born)",
    "CREATE INDEX ix_patient_family_given ON patient (family_key, given_key)",
    "CREATE INDEX ix_patient_given_family ON patient (given_key, family_key)",
    "CREATE INDEX ix_patient_phone_key ON patient (phone_key)",
    "CREATE INDEX ix_visit_patient_id ON visit (patient_id)",
    "CREATE INDEX ix_appointment_class_id ON appointment (class_id)",
    "CREATE INDEX ix_appointment_day ON appointment (day)",
    "CREATE INDEX ix_hours_block_resource_id ON hours_block (resource_id)",
    "CREATE INDEX ix_hold_expires_at ON hold (expires_at)",
    "CREATE INDEX ix_contact_visit_edition ON contact (visit_id, edition)",
)

_LANGUAGES = """
aa: afar; ab: abkhazian, аԥсшәа; acm: mesopotamian arabic; ae: avestan; af: afrikaans; ak: akan;
am: amharic, አማርኛ; an: aragonese, aragonés; apc: north levantine arabic; ar: arabic, العربية;
arz: egyptian arabic; as: assamese, অসমীয়া; ase: american sign language, asl; av: avaric; ay:
aymara; az: azerbaijani, azərbaycan; ba: bashkir, башҡорт теле; be: belarusian, беларуская; bg:
bulgarian, български; bh: bihari languages; bi: bislama; bm: bambara, bamanakan; bn: bangla,
বাংলা; bo: tibetan, བོད་སྐད་; br: breton, brezhoneg; bs: bosnian, bosanski; ca: catalan, català;
ce: chechen, нохчийн; ch: chamorro; chr: cherokee; cmn: mandarin chinese, mandarin; co:
corsican, corsu; cr: cree; cs: czech, čeština; cu: church slavic; cv: chuvash, чӑваш; cy: welsh,
cymraeg; da: danish, dansk; de: german, deutsch; dv: divehi; dz: dzongkha, རྫོང་ཁ; ee: ewe,
eʋegbe; el: greek, ελληνικά; en: english; eo: esperanto; es: spanish, español, castilian; es-MX:
spanish (mexico); et: estonian, eesti; eu: basque, euskara; fa: persian, فارسی, farsi; fa-AF:
persian (afghanistan); ff: fula, pulaar; fi: finnish, suomi; fil: filipino; fj: fijian; fo:
faroese, føroyskt; fr: french, français; fr-CA: french (canada); fy: western frisian, frysk; ga:
irish, gaeilge; gd: scottish gaelic, gàidhlig; gl: galician, galego; gn: guarani, avañe’ẽ; gsw:
swiss german; gu: gujarati, ગુજરાતી; gv: manx, gaelg; ha: hausa; hak: hakka chinese; haw:
hawaiian; he: hebrew, עברית; hi: hindi, हिन्दी; hmn: hmong; ho: hiri motu; hr: croatian,
hrvatski; ht: haitian creole, kreyòl ayisyen; hu: hungarian, magyar; hy: armenian, հայերեն; hz:
herero; ia: interlingua; id: indonesian, bahasa indonesia; ie: interlingue; ig: igbo; ii:
sichuan yi, ꆈꌠꉙ; ik: inupiaq; io: ido; is: icelandic, íslenska; it: italian, italiano; iu:
inuktitut; ja: japanese, 日本語; jv: javanese, jawa; ka: georgian, ქართული; kar: karen languages;
kea: kabuverdianu; kg: kongo; ki: kikuyu, gikuyu; kj: kuanyama; kk: kazakh, қазақ тілі; kl:
kalaallisut; km: khmer, ខ្មែរ; kn: kannada, ಕನ್ನಡ; ko: korean, 한국어; kr: kanuri; ks: kashmiri,
کٲشُر; ku: kurdish, kurdî (kurmancî); kv: komi; kw: cornish, kernewek; ky: kyrgyz, кыргызча; la:
latin, lingua latina; lb: luxembourgish, lëtzebuergesch; lg: ganda, luganda; li: limburgish; ln:
lingala, lingála; lo: lao, ລາວ; lt: lithuanian, lietuvių; lu: luba-katanga, tshiluba; lv:
latvian, latviešu; mg: malagasy; mh: marshallese; mi: māori; mk: macedonian, македонски; ml:
malayalam, മലയാളം; mn: mongolian, монгол; mr: marathi, मराठी; ms: malay, bahasa malaysia; mt:
maltese, malti; my: burmese, မြန်မာ; na: nauru; nan: min nan chinese; nb: norwegian bokmål,
norsk bokmål; nd: north ndebele, isindebele; ne: nepali, नेपाली; ng: ndonga; nl: dutch,
nederlands; nn: norwegian nynorsk, norsk nynorsk; no: norwegian, norsk; nr: south ndebele; nv:
navajo, diné bizaad; ny: nyanja; oc: occitan; oj: ojibwa; om: oromo, oromoo; or: odia, ଓଡ଼ିଆ;
os: ossetic, ирон; pa: punjabi, ਪੰਜਾਬੀ; pap: papiamento; pi: pali; pl: polish, polski; prs:
dari; ps: pashto, پښتو; pt: portuguese, português; pt-BR: portuguese (brazil), brazilian
portuguese; pt-PT: portuguese (portugal); qu: quechua, runasimi; quc: kʼicheʼ; rhg: rohingya;
rm: romansh, rumantsch; rn: rundi, ikirundi; ro: romanian, română; ru: russian, русский; rw:
kinyarwanda, ikinyarwanda; sa: sanskrit, संस्कृत भाषा; sc: sardinian, sardu; sd: sindhi, سنڌي;
se: northern sami, davvisámegiella; sg: sango, sängö; si: sinhala, සිංහල; sk: slovak,
slovenčina; sl: slovenian, slovenščina; sm: samoan; sn: shona, chishona; so: somali, soomaali;
sq: albanian, shqip; sr: serbian, српски; sr-Latn: serbian (latin), srpski (latinica); ss:
swati, siswati; st: southern sotho, sesotho; su: sundanese, basa sunda; sv: swedish, svenska;
sw: swahili, kiswahili; ta: tamil, தமிழ்; te: telugu, తెలుగు; tg: tajik, тоҷикӣ; th: thai, ไทย;
ti: tigrinya, ትግርኛ; tk: turkmen, türkmen dili; tl: tagalog; tn: tswana, setswana; to: tongan,
lea fakatonga; tr: turkish, türkçe; ts: tsonga; tt: tatar, татар; tw: twi; ty: tahitian; ug:
uyghur, ئۇيغۇرچە; uk: ukrainian, українська; ur: urdu, اردو; uz: uzbek, o‘zbek; ve: venda,
tshivenḓa; vi: vietnamese, tiếng việt; vo: volapük; wa: walloon, walon; wo: wolof; wuu: wu
chinese; xh: xhosa, isixhosa; yi: yiddish, ייִדיש; yo: yoruba, èdè yorùbá; yue: cantonese, 粵語;
za: zhuang, vahcuengh; zh: chinese, 中文; zh-Hant: chinese (traditional); zu: zulu, isizulu
"""
"""Languages as people wrote them in free text, in English or their own, by BCP 47 code."""


def upgrade() -> None:
    _drop_guards()
    _make_functions()
    op.execute("ALTER TABLE journal ADD COLUMN write_key VARCHAR")
    op.execute("ALTER TABLE journal ADD COLUMN baseline VARCHAR")
    op.execute("UPDATE resource SET profile = named_profile(profile) WHERE profile <> '{}'")
    op.execute(_CONTACT)
    op.execute(_DRAFT)
    op.execute(_BACKUP_TURN)
    _clinic_and_patients()
    _visits()
    _offers()
    for statement in (*_INDEXES, *_GUARDS):
        op.execute(statement)


def _clinic_and_patients() -> None:
    _replace(
        "clinic",
        _CLINIC,
        "id, name, uid, zone, grid_minutes, transfer_minutes, hold_minutes, date_order,"
        " week_start, twelve_hour, languages, backup_folder, demo, version",
        "id, name, uid, zone, grid_minutes, transfer_minutes, hold_minutes, date_order,"
        " week_start, twelve_hour, '[\"en\"]', '', demo, version",
    )
    _replace(
        "patient",
        _PATIENT,
        "id, resource_id, family, given, born, phone, email, speaks, reads, interpreter, flags,"
        " note, merged_into, family_key, given_key, phone_key, active, version",
        "id, resource_id, family, given, born, phone, email, language_code(language), '',"
        " asks_interpreter(flags), other_flags(flags),"
        " note, merged_into, family_key, given_key, phone_key, active, version",
    )


def _visits() -> None:
    # What the patient was told is the visit's from now on: it begins where its steps had got to.
    own = "FROM appointment WHERE appointment.visit_id = visit.id"
    _replace(
        "visit",
        _VISIT,
        "id, patient_id, template_id, step_count, transfer_minutes, rules, edition,"
        " last_modified, version",
        "id, patient_id, template_id, step_count, transfer_minutes, named_rules(rules),"
        f" coalesce((SELECT max(sequence) {own}), 0), coalesce((SELECT max(told_at) {own}), ''),"
        " version",
    )
    _contacts()
    _replace(
        "appointment",
        _APPOINTMENT,
        "id, visit_id, position, visit_type_id, title, day, start, minutes, resource_uses, status,"
        " busy, class_id, group_size, reason, override_reason, override_by, override_rules,"
        " whereabouts, version",
        "id, visit_id, position, visit_type_id, title, day, start, minutes, uses, status,"
        " busy, session_id, group_size, reason, override_reason, override_by, override_rules,"
        " whereabouts, version",
    )
    _replace(
        "hold",
        _HOLD,
        "visit_id, actor, workstation, expires_at, digest",
        "visit_id, actor, workstation, expires_at,"
        " hold_digest(visit_id, actor, workstation, expires_at)",
    )


def _contacts() -> None:
    """Whoever confirmed a visit did so for what it is now: nothing says which edition it was."""
    op.execute(
        "INSERT INTO contact (visit_id, edition, channel, form, outcome, with_whom, actor, at,"
        " active, version)"
        " SELECT visit_id, (SELECT edition FROM visit WHERE visit.id = visit_id), 'unknown', '',"
        " 'confirmed', confirmed_with(confirmed), '', confirmed_at(confirmed, max(told_at)), 1, 1"
        " FROM appointment WHERE confirmed <> '' GROUP BY visit_id, confirmed ORDER BY visit_id"
    )


def _offers() -> None:
    _replace(
        "visit_type",
        _VISIT_TYPE,
        "id, key, name, public_name, specialty_id, minutes, arrive_early, place, instructions,"
        " requirements, group_size, only_in_blocks, active, version",
        "id, key, name, public_name, specialty_id, minutes, arrive_early, place, instructions,"
        " named_requirements(requirements), group_size, only_in_sessions, active, version",
    )
    columns = 'id, resource_id, new_patients_only, rule, starts_on, ends_on, start, "end", active, version'
    _replace("session", _HOURS_BLOCK, columns, columns, name="hours_block")
    _replace(
        "session_visit_type",
        _HOURS_BLOCK_VISIT_TYPE,
        "block_id, visit_type_id",
        "session_id, visit_type_id",
        name="hours_block_visit_type",
    )


def _replace(table: str, shape: str, columns: str, values: str, *, name: str = "") -> None:
    """Make a table anew in its new shape, with its rows and with the numbers that are used up."""
    name = name or table
    used = op.get_bind().scalar(
        sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}
    )
    op.execute(f"CREATE TABLE new_{name} {shape}")
    op.execute(f"INSERT INTO new_{name} ({columns}) SELECT {values} FROM {table} ORDER BY 1")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE new_{name} RENAME TO {name}")
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{name}'")
    if used is not None:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{name}', {used})")


def _drop_guards() -> None:
    triggers = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in op.get_bind().execute(triggers).all():
        op.execute(f'DROP TRIGGER "{name}"')


def _make_functions() -> None:
    """What SQL cannot do by itself, for this connection only."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for function, parameters in (
        (language_code, 1),
        (named_profile, 1),
        (asks_interpreter, 1),
        (other_flags, 1),
        (named_rules, 1),
        (named_requirements, 1),
        (confirmed_with, 1),
        (confirmed_at, 2),
        (hold_digest, 4),
    ):
        connection.create_function(function.__name__, parameters, function, deterministic=True)


def language_code(text: str) -> str:
    """A BCP 47 code; of what is no language that we know, a private code that keeps its letters."""
    plain = text.strip().casefold()
    if not plain:
        return ""
    codes = dict(_codes())
    if plain in codes.values():
        return plain
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in plain).split()
    return codes.get(plain) or "-".join(["x", *(word[:8] for word in letters or ["other"])])


def _codes() -> list[tuple[str, str]]:
    pairs = (entry.split(": ") for entry in _LANGUAGES.replace("\n", " ").strip().split("; "))
    return [(name, code) for code, names in pairs for name in names.split(", ")]


def named_profile(text: str) -> str:
    profile = json.loads(text)
    codes = (language_code(name) for name in profile["languages"])
    return _text({**profile, "languages": list(dict.fromkeys(filter(None, codes)))})


def asks_interpreter(flags: str) -> int:
    return int("interpreter" in json.loads(flags))


def other_flags(flags: str) -> str:
    return _text([flag for flag in json.loads(flags) if flag != "interpreter"])


def named_rules(text: str) -> str:
    names = ("first", "then", "min_gap", "max_gap")
    return _text([dict(zip(names, rule, strict=True)) for rule in json.loads(text)])


def named_requirements(text: str) -> str:
    return _text([{"text": what, "lead_days": days} for what, days in json.loads(text)])


def confirmed_with(text: str) -> str:
    return text.rpartition(", ")[0] if _instant(text) else text


def confirmed_at(text: str, booked_at: str) -> str:
    return _instant(text) or booked_at


def _instant(text: str) -> str:
    """The instant that a confirmation ends with; empty if it does not."""
    ending = text.rpartition(", ")[2]
    try:
        return ending if datetime.fromisoformat(ending).tzinfo else ""
    except ValueError:
        return ""


def hold_digest(visit: int, actor: str, workstation: str, expires_at: int) -> str:
    values = {
        "visit_id": visit,
        "actor": actor,
        "workstation": workstation,
        "expires_at": expires_at,
    }
    return hashlib.sha256(_text(values).encode()).hexdigest()


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
