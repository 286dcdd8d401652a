"""Discharge reports after a stroke, with marked variables: vessel, side and deficits agree."""

import datetime
import random

from bioroberta.sample.documents import Bound, bind_patient
from bioroberta.sample.grammar import Alternatives, Block, Writer, load_blocks, load_rules

_ANTITHROMBOTIC = (
    "apixabán",
    "acenocumarol",
    "warfarina",
    "enoxaparina",
    "clopidogrel",
    "ácido acetilsalicílico",
    "heparina sódica",
)
_ETIOLOGY = {
    "si": ("cardioembólica", "aterotrombótica", "indeterminada"),
    "no": ("cardioembólica", "aterotrombótica", "de causa indeterminada"),
    "hemorragia": ("hipertensiva", "angiopatía amiloide"),
}
# The finding that supports each etiology, and the treatment that follows from it.
_CAUSE = {
    "cardioembólica": ("fibrilación auricular no conocida", "anticoagulación con apixabán 5 mg cada 12 h."),
    "aterotrombótica": ("estenosis carotídea del {60-90} %", "ácido acetilsalicílico 100 mg y atorvastatina 80 mg."),
    "lacunar": ("sin estenosis significativas", "clopidogrel 75 mg al día."),
    "hipertensiva": ("leucoaraiosis", "sin antitrombóticos durante {4-8} semanas."),
    "angiopatía amiloide": ("{3-18} microhemorragias lobares", "sin antitrombóticos de forma indefinida."),
}
_NO_CAUSE = ("sin estenosis ni fuentes embólicas", "ácido acetilsalicílico 100 mg al día.")


def _dates(rng: random.Random) -> Bound:
    """Admission before discharge; the hours of onset, arrival, needle and groin in their order."""
    admission = datetime.date(2010, 1, 1) + datetime.timedelta(days=rng.randrange(3200))
    discharge = admission + datetime.timedelta(days=rng.randint(4, 24))
    form = rng.choice(("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y"))
    onset = rng.randint(6 * 60, 18 * 60)
    minutes = {"hora_inicio": onset}
    for name, low, high in (("hora_llegada", 40, 120), ("hora_aguja", 20, 50), ("hora_ingle", 25, 80)):
        minutes[name] = max(minutes.values()) + rng.randint(low, high)
    clock: Bound = {name: f"{value // 60:02d}:{value % 60:02d}" for name, value in minutes.items()}
    return clock | {"fecha_ingreso": admission.strftime(form), "fecha_alta": discharge.strftime(form)}


def _bind_syndrome(rng: random.Random, syndrome: Block) -> Bound:
    low, high = (int(value) for value in syndrome["nihss"][0].split("-"))
    nihss = rng.randint(low, high)
    kind = syndrome["reperfusion"][0]
    etiology = "lacunar" if syndrome["nombre"][0] == "lacunar" else rng.choice(_ETIOLOGY[kind])
    finding, discharge_drug = _CAUSE.get(etiology, _NO_CAUSE)
    return {
        **{key: syndrome[key] for key in ("arteria", "ictus", "deficit", "lugar_cerebral")},
        "lado": syndrome["lado"][0],
        "nihss": str(nihss),
        "rankin_alta": str(min(5, nihss // 5 + rng.randint(0, 2))),
        "etiologia": etiology,
        "hallazgo_causal": finding,
        "antitrombotico": discharge_drug[0].upper() + discharge_drug[1:],
    }


def _treatment(rng: random.Random, kind: str) -> list[str]:
    """Rules of the acute treatment: none of the reperfusion ones after a haemorrhage or a small infarct."""
    if kind == "hemorragia":
        return ["conservador_hemorragico"]
    if kind == "no":
        return [rng.choice(("conservador", "trombolisis"))]
    return [rng.choice(("trombolisis", "conservador")), *(["trombectomia"] if rng.random() < 0.75 else [])]


def _writer(rng: random.Random, rare: bool) -> tuple[Writer, str]:
    syndromes = load_blocks("syndromes")
    syndrome = rng.choice(syndromes)
    rules = {**load_rules("lists", rare=rare), **load_rules("stroke")}
    acute = (*_ANTITHROMBOTIC, *rules["antibiotico"], *rules["analgesico"])
    drugs: Alternatives = tuple(name for name in rules["farmaco"] if name not in acute)
    bound = bind_patient(rng, syndrome) | _bind_syndrome(rng, syndrome) | _dates(rng) | {"farmaco": drugs}
    return Writer(rng, rules, bound | {"edad": str(rng.randint(48, 92))}), syndrome["reperfusion"][0]


def stroke_report(rng: random.Random, rare: bool = True, length: int = 1) -> str:
    """A marked report (see `grammar.extract_spans`) of about 170 words at length 1; longer ones have more course."""
    writer, kind = _writer(rng, rare)
    suffix = "hemorragico" if kind == "hemorragia" else "isquemico"
    acute = _treatment(rng, kind)
    plan = (
        ("Antecedentes personales:", ["antecedentes"]),
        ("Enfermedad actual:", ["enfermedad_actual"]),
        ("Exploración:", ["exploracion"]),
        ("Pruebas complementarias:", [f"pruebas_{suffix}", *["complementarias"] * length]),
        ("Evolución:", [*acute, *["evolucion"] * (3 * length - 2)]),
        ("", [f"diagnostico_{suffix}"]),
        ("", ["alta"]),
    )
    lines = [writer.rule("cabecera")]
    for heading, rules in plan:
        prose = " ".join(writer.rule(rule) for rule in rules)
        lines.append(f"{heading} {prose}".strip())
    return "\n".join(lines) + "\n"
