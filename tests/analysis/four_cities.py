"""The network of four cities that docs/method.md works through; its tests repeat every number there.

One hole in each table: Cis has too few answers on parking, Dorn said nothing about records, Aue not how its payment
stands, Dorn left one question open.
"""

import numpy as np

from tests.builders import table

WAVE = "2026-2"

SCORES = table(
    """
    city_id | topic_id | score | applicable_count
    aue     | parking  | 25    | 4
    aue     | payment  | 25    | 4
    aue     | records  | 100   | 4
    aue     | sensors  | 0     | 4
    bach    | parking  | 50    | 4
    bach    | payment  | 75    | 4
    bach    | records  | 25    | 4
    bach    | sensors  | 25    | 4
    cis     | parking  | .     | 4
    cis     | payment  | 100   | 4
    cis     | records  | 50    | 4
    cis     | sensors  | 0     | 4
    dorn    | parking  | 100   | 4
    dorn    | payment  | 25    | 4
    dorn    | records  | 0     | 4
    dorn    | sensors  | .     | 0
    """
).assign(wave_id=WAVE)
SCORES = SCORES.assign(level=(SCORES["score"] // 25).astype("Int64"))

WORK = table(
    """
    city_id | topic_id | status  | priority | target | fte_12m | budget_eur | start_planned
    aue     | parking  | keine   | 1        | 2      | .       | .          | .
    aue     | payment  | .       | 3        | 3      | .       | .          | .
    aue     | records  | betrieb | 2        | 4      | 0.5     | 40000      | .
    aue     | sensors  | keine   | 0        | 1      | .       | .          | .
    bach    | parking  | geplant | 2        | 3      | 0.5     | 10000      | 2027-Q4
    bach    | payment  | betrieb | 1        | 3      | 0.25    | 8000       | .
    bach    | records  | geplant | 3        | 3      | 0.5     | 30000      | 2027-Q1
    bach    | sensors  | keine   | 1        | .      | .       | .          | .
    cis     | payment  | betrieb | 1        | 4      | 0.25    | 12000      | .
    cis     | records  | wechsel | 3        | 3      | 0.25    | 20000      | 2027-Q2
    dorn    | parking  | betrieb | 1        | 4      | 1       | 15000      | .
    dorn    | payment  | geplant | 2        | 2      | .       | .          | 2028-Q1
    """
)

EXPERIENCE = table(
    """
    city_id | topic_id | product   | product_id | contract_until | share | challenges | support | assets     | bp_text
    aue     | parking  | .         | .          | .              | 1     | .          | .       | .          | .
    aue     | payment  | .         | .          | .              | .     | PERS       | VORLAGE | .          | .
    aue     | records  | enaio     | enaio      | 2027-12        | 3     | PERS;GELD  | .       | LASTENHEFT | By ward
    bach    | parking  | .         | .          | .              | .     | GELD       | VERGABE | .          | .
    bach    | payment  | pmPayment | pmpayment  | 2028-06        | 0     | .          | .       | .          | .
    bach    | records  | enaio ECM | enaio      | 2028-09        | 1     | PERS       | VORLAGE | .          | .
    cis     | payment  | ePayBL    | epaybl     | 2027-06        | 2     | .          | .       | VERTRAG    | .
    cis     | records  | enaio     | enaio      | .              | .     | GELD       | VORLAGE | .          | .
    dorn    | parking  | Own app   | .          | 2027-09        | 2     | .          | .       | VERGABE    | .
    dorn    | payment  | .         | .          | .              | .     | PERS       | .       | .          | .
    """
)
EXPERIENCE = EXPERIENCE.assign(product_id=EXPERIENCE["product_id"].where(EXPERIENCE["product_id"] != "."))

PLANNING = WORK.merge(EXPERIENCE, on=["city_id", "topic_id"], how="left").assign(
    wave_id=WAVE, bp_url=None, evidence=None, confidence=np.nan
)

PRODUCTS = table(
    """
    product_id | name      | vendor
    enaio      | enaio     | OPTIMAL SYSTEMS
    pmpayment  | pmPayment | GovConnect
    epaybl     | ePayBL    | Bund und Länder
    """
)

ANSWERS = table(
    """
    city_id | question_id | answer_points
    aue     | R1          | 100
    aue     | R2          | 50
    aue     | P1          | 0
    bach    | R1          | 100
    bach    | R2          | 25
    bach    | P1          | 0
    cis     | R1          | 0
    cis     | R2          | 50
    cis     | P1          | 100
    dorn    | R1          | .
    dorn    | R2          | 100
    dorn    | P1          | 100
    """
).assign(wave_id=WAVE)

QUESTIONS = table(
    """
    question_id | weight
    R1          | 1
    R2          | 1
    P1          | 2
    """
)
