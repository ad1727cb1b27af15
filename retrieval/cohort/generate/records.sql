-- What the hospital wrote down: `people` as OMOP tables.
-- Visit ids are person_id * 100 + number: 0 to 89 routine, 90 index, 91 outcome, 92 control outcome, 93 other admission.

INSERT INTO cdm_source BY NAME SELECT
    -- another seed or size is another database: the disclosure ledger goes by this name
    format('Synthetic OMOP CDM (seed {}, {:,} persons)', getvariable('seed'), getvariable('persons')) AS cdm_source_name,
    'SYNTHETIC' AS cdm_source_abbreviation, 'Synthetic persons: nobody in it ever lived' AS source_description,
    getvariable('last_day') AS source_release_date, getvariable('last_day') AS cdm_release_date,
    'v5.4' AS cdm_version, 756265 AS cdm_version_concept_id, 'excerpt' AS vocabulary_version;

INSERT INTO location BY NAME SELECT site * 2 + r AS location_id, CASE r WHEN 1 THEN 'rural' ELSE 'urban' END
    AS location_source_value FROM sites, range(2) t(r);
INSERT INTO care_site BY NAME SELECT site AS care_site_id, name AS care_site_name, 8717 AS place_of_service_concept_id,
    'site-' || site AS care_site_source_value FROM sites;

INSERT INTO person BY NAME SELECT person_id, year_of_birth,
    CASE WHEN female THEN 8532 ELSE 8507 END AS gender_concept_id,
    1 + floor(12 * u(person_id, 'month'))::INTEGER AS month_of_birth,
    1 + floor(28 * u(person_id, 'day'))::INTEGER AS day_of_birth,
    CASE race WHEN 'white' THEN 8527 WHEN 'black' THEN 8516 WHEN 'asian' THEN 8515 ELSE 0 END AS race_concept_id,
    CASE WHEN hispanic THEN 38003563 ELSE 38003564 END AS ethnicity_concept_id,
    site * 2 + rural::INTEGER AS location_id, site AS care_site_id, race AS race_source_value FROM people;

INSERT INTO observation_period BY NAME SELECT person_id AS observation_period_id, person_id,
    start AS observation_period_start_date, finish AS observation_period_end_date, 32817 AS period_type_concept_id
    FROM people;
INSERT INTO death BY NAME SELECT person_id, finish AS death_date, 32817 AS death_type_concept_id
    FROM people WHERE died;

-- Routine visits, spread over the time under observation; flags travel along for the values measured.
CREATE OR REPLACE TEMP TABLE routine AS
SELECT p.person_id * 100 + v AS visit, p.person_id, p.site, p.dm, p.htn, p.hf, p.ckd, p.af, p.female,
    p.start + floor((p.finish - p.start) * (v + u(p.person_id * 100 + v, 'visit')) / visits)::INTEGER AS day,
    2018 - p.year_of_birth AS age, p.story, p.index_day
FROM (SELECT *, floor(getvariable('visits') * (0.4 + 1.2 * u(person_id, 'visits')) + 0.5)::INTEGER AS visits
      FROM people) p, range(p.visits) t(v);

-- Visits and diagnoses that the histories consist of. An admission ends on its index or begins on its event day.
CREATE OR REPLACE TEMP TABLE told AS
WITH stays AS (SELECT *, 1 + floor(8 * u(person_id, 'stay'))::INTEGER AS stay FROM people)
SELECT person_id, site, 90 AS number, CASE WHEN arm = 'home' THEN 581476 WHEN story = 'heart-failure' THEN 9201
        ELSE 9202 END AS visit_concept_id,
    index_day - CASE story WHEN 'heart-failure' THEN stay ELSE 0 END AS first, index_day AS last,
    CASE story WHEN 'heart-failure' THEN 316139 WHEN 'atrial-fibrillation' THEN 313217 WHEN 'copd' THEN 255573
         WHEN 'ckd' THEN 46271022 ELSE 201826 END AS condition, index_day AS diagnosed
FROM stays WHERE story IS NOT NULL
UNION ALL
SELECT person_id, site, 91, CASE WHEN story IN ('ckd', 'diabetes') THEN 9202 ELSE 9201 END, event_day,
    least(finish, event_day + CASE WHEN story IN ('ckd', 'diabetes') THEN 0 ELSE stay END),
    CASE story WHEN 'heart-failure' THEN CASE WHEN u(person_id, 'cause') < 0.5 THEN 255848 ELSE 197320 END
         WHEN 'atrial-fibrillation' THEN 443454 WHEN 'copd' THEN 257004 WHEN 'ckd' THEN 193782 ELSE 316139 END,
    event_day
FROM stays WHERE event_day <= finish
UNION ALL
SELECT person_id, site, 92, 9202, control_day, control_day, 139099, control_day
FROM stays WHERE control_day <= finish
UNION ALL
SELECT person_id, site, 93, 9201, admitted, least(finish, admitted + stay), 255848, admitted
FROM (SELECT *, start + floor((finish - start) * u(person_id, 'admitted'))::INTEGER AS admitted FROM stays)
WHERE story IS NULL AND u(person_id, 'admission') < 0.10;

INSERT INTO visit_occurrence BY NAME
SELECT visit AS visit_occurrence_id, person_id, 9202 AS visit_concept_id, day AS visit_start_date,
    day AS visit_end_date, 32817 AS visit_type_concept_id, site AS care_site_id FROM routine
UNION ALL
SELECT person_id * 100 + number, person_id, visit_concept_id, first, last, 32817, site FROM told;

INSERT INTO condition_occurrence BY NAME
WITH noted AS (
    SELECT visit, person_id, day, list_filter([
        CASE WHEN htn THEN 320128 END, CASE WHEN dm AND (story IS DISTINCT FROM 'diabetes' OR day > index_day)
        THEN 201826 END, CASE WHEN hf THEN 316139 END, CASE WHEN ckd THEN 46271022 END, CASE WHEN af THEN 313217 END,
        CASE WHEN story = 'copd' AND day > index_day THEN 255573 END, 432867, 80180, 260139], c -> c IS NOT NULL) AS list
    FROM routine)
SELECT visit * 10 AS condition_occurrence_id, person_id,
    list[1 + floor(len(list) * u(visit, 'condition'))::INTEGER] AS condition_concept_id, day AS condition_start_date,
    day AS condition_end_date, 32817 AS condition_type_concept_id, visit AS visit_occurrence_id FROM noted
UNION ALL
SELECT (person_id * 100 + number) * 10, person_id, condition, diagnosed, diagnosed, 32817, person_id * 100 + number
FROM told;

INSERT INTO drug_exposure BY NAME
WITH taken AS (
    SELECT visit, person_id, day, list_filter([
        CASE WHEN htn THEN 1308216 END, CASE WHEN htn THEN 1332418 END, CASE WHEN hf THEN 956874 END,
        CASE WHEN hf OR af THEN 1307046 END, CASE WHEN story = 'diabetes' AND day > index_day THEN 1503297 END,
        1545958, 1125315], c -> c IS NOT NULL) AS list
    FROM routine)
SELECT visit AS drug_exposure_id, person_id,
    list[1 + floor(len(list) * u(visit, 'drug'))::INTEGER] AS drug_concept_id, day AS drug_exposure_start_date,
    day + 30 AS drug_exposure_end_date, 32817 AS drug_type_concept_id, 30 AS days_supply, visit AS visit_occurrence_id
FROM taken
UNION ALL
SELECT person_id * 100 + 90, person_id,
    CASE coalesce(nullif(arm, 'all'), story) WHEN 'apixaban' THEN 43013024 WHEN 'warfarin' THEN 1310149
        WHEN 'dapagliflozin' THEN 44785829 WHEN 'sitagliptin' THEN 1580747 WHEN 'diabetes' THEN 1503297
        WHEN 'copd' THEN 1106776 ELSE 956874 END,
    index_day, index_day + 30, 32817, 30, person_id * 100 + 90
FROM people WHERE story IS NOT NULL;

-- Values depend on illness, age and sex; not every test is done at every visit.
INSERT INTO measurement BY NAME
WITH values_ AS (
    SELECT r.visit, r.person_id, r.day, i.*, CASE k
        WHEN 0 THEN 112 + 0.25 * age + 14 * htn::INTEGER + 12 * z(visit, 'sbp')
        WHEN 1 THEN 70 + 7 * htn::INTEGER + 8 * z(visit, 'dbp')
        WHEN 2 THEN 73 + 8 * hf::INTEGER + 9 * z(visit, 'hr')
        WHEN 3 THEN 84 - 12 * female::INTEGER + 6 * dm::INTEGER + 13 * z(person_id, 'kg') + z(visit, 'kg')
        WHEN 4 THEN 98.5 - (story IS NOT DISTINCT FROM 'copd')::INTEGER * 5 - 3 * u(visit, 'spo2')
        WHEN 5 THEN greatest(8, 105 - 0.5 * age - 35 * ckd::INTEGER + 9 * z(visit, 'egfr'))
        WHEN 6 THEN (95 - 15 * female::INTEGER) / greatest(8, 105 - 0.5 * age - 35 * ckd::INTEGER + 9 * z(visit, 'egfr'))
        WHEN 7 THEN 4.2 + 0.4 * ckd::INTEGER + 0.35 * z(visit, 'k')
        WHEN 8 THEN 5.5 + 1.8 * dm::INTEGER + 0.4 * z(visit, 'a1c') + 0.6 * dm::INTEGER * abs(z(person_id, 'a1c'))
        ELSE exp(4.5 + 0.02 * (age - 50) + 2.8 * hf::INTEGER + 0.7 * z(visit, 'bnp')) END AS value
    FROM routine r, (VALUES
        (0, 3004249, 8876, 90.0, 140.0, 0), (1, 3012888, 8876, 60.0, 90.0, 0), (2, 3027018, 8541, 60.0, 100.0, 0),
        (3, 3025315, 9529, NULL, NULL, 0), (4, 40762499, 8554, 94.0, 100.0, 0), (5, 40764999, 9117, 60.0, NULL, 0),
        (6, 3016723, 8840, 0.6, 1.3, 0), (7, 3023103, 8753, 3.5, 5.1, 0), (8, 3004410, 8554, 4.0, 5.6, 1),
        (9, 3029187, 8845, NULL, 125.0, 2)) AS i(k, concept, unit, low, high, rare)
    WHERE i.rare = 0 AND u(visit * 16 + k, 'done') < 0.88
       OR i.rare = 1 AND (dm OR u(visit * 16 + k, 'done') < 0.3)
       OR i.rare = 2 AND (hf OR u(visit * 16 + k, 'done') < 0.05))
SELECT visit * 16 + k AS measurement_id, person_id, concept AS measurement_concept_id, day AS measurement_date,
    32817 AS measurement_type_concept_id, round(value, CASE WHEN k IN (6, 7, 8) THEN 1 ELSE 0 END) AS value_as_number,
    unit AS unit_concept_id, low AS range_low, high AS range_high, visit AS visit_occurrence_id
FROM values_;

-- Eras as the CDM's conventions have them: records of one person and concept at most 30 days apart are one.
INSERT INTO condition_era
SELECT row_number() OVER (), person_id, concept, min(first), max(last), count(*)
FROM (SELECT *, sum(coalesce(apart, 0)) OVER (PARTITION BY person_id, concept ORDER BY first) AS era FROM (
    SELECT person_id, condition_concept_id AS concept, condition_start_date AS first, condition_end_date AS last,
        (condition_start_date - lag(condition_end_date) OVER (PARTITION BY person_id, condition_concept_id
            ORDER BY condition_start_date) > 30)::INTEGER AS apart FROM condition_occurrence))
GROUP BY person_id, concept, era;
INSERT INTO drug_era
SELECT row_number() OVER (), person_id, concept, min(first), max(last), count(*), 0
FROM (SELECT *, sum(coalesce(apart, 0)) OVER (PARTITION BY person_id, concept ORDER BY first) AS era FROM (
    SELECT person_id, drug_concept_id AS concept, drug_exposure_start_date AS first, drug_exposure_end_date AS last,
        (drug_exposure_start_date - lag(drug_exposure_end_date) OVER (PARTITION BY person_id, drug_concept_id
            ORDER BY drug_exposure_start_date) > 30)::INTEGER AS apart FROM drug_exposure))
GROUP BY person_id, concept, era;
