-- Who lives, where, and which history each has. Everything random is u(person, stream): a hash of person, stream and
-- seed, so that the same seed makes the same people whatever the number of threads.

CREATE OR REPLACE TEMP MACRO u(i, stream) AS
    (hash(xor(hash(i::UBIGINT), hash(stream || getvariable('seed')))) >> 11)::DOUBLE / 9007199254740992.0;
-- about standard normal: the sum of three uniforms, centred and scaled
CREATE OR REPLACE TEMP MACRO z(i, stream) AS
    2 * (u(i, stream || '1') + u(i, stream || '2') + u(i, stream || '3') - 1.5);
-- day at which a piecewise constant hazard h1 (to c1), h2 (to c2), h3 has accumulated to e
CREATE OR REPLACE TEMP MACRO time_to(e, h1, c1, h2, c2, h3) AS
    CASE WHEN e < h1 * c1 THEN e / h1
         WHEN e < h1 * c1 + h2 * (c2 - c1) THEN c1 + (e - h1 * c1) / h2
         ELSE c2 + (e - h1 * c1 - h2 * (c2 - c1)) / h3 END;

-- how often, relative to the mean, people of an age have long-term illness
CREATE OR REPLACE TEMP MACRO burden(year_of_birth) AS
    CASE WHEN year_of_birth > 1978 THEN 0.0 WHEN year_of_birth > 1963 THEN 0.3 WHEN year_of_birth > 1953 THEN 0.9
         WHEN year_of_birth > 1943 THEN 1.6 ELSE 2.2 END;

SET VARIABLE first_day = DATE '2012-01-01';
SET VARIABLE last_day = DATE '2024-12-31';

CREATE OR REPLACE TEMP TABLE sites AS
SELECT *, coalesce(sum(share) OVER (ORDER BY site ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS above
FROM (VALUES
    (1, 'Northgate University Hospital', 0.30, 47, 0.52, 0.18, 0.10, 0.12, 0.03, 0.05, 1.0),
    (2, 'St Brigid Community Hospital',  0.25, 52, 0.54, 0.08, 0.04, 0.07, 0.02, 0.20, 0.9),
    (3, 'Harbour County Hospital',       0.20, 43, 0.53, 0.38, 0.06, 0.28, 0.10, 0.02, 1.2),
    (4, 'Prairie Regional Hospital',     0.15, 55, 0.51, 0.03, 0.01, 0.04, 0.05, 0.75, 1.1),
    (5, 'Lakeside Veterans Hospital',    0.10, 62, 0.12, 0.20, 0.02, 0.06, 0.01, 0.30, 1.4)
) AS s(site, name, share, age, female, black, asian, hispanic, unknown, rural, ill);

CREATE OR REPLACE TEMP TABLE born AS
SELECT i AS person_id, s.site, s.ill,
    2018 - least(95, greatest(8, round(s.age + 20 * z(i, 'age'))))::INTEGER AS year_of_birth,
    u(i, 'sex') < s.female AS female,
    CASE WHEN u(i, 'unknown') < s.unknown THEN 'unknown'
         WHEN u(i, 'race') < s.black THEN 'black'
         WHEN u(i, 'race') < s.black + s.asian THEN 'asian'
         ELSE 'white' END AS race,
    u(i, 'hispanic') < s.hispanic AS hispanic,
    u(i, 'rural') < s.rural AS rural,
    getvariable('first_day') + floor(1095 * u(i, 'start'))::INTEGER AS start
FROM range(1, getvariable('persons') + 1) AS t(i)
JOIN sites s ON u(i, 'site') >= s.above AND u(i, 'site') < s.above + s.share;

-- A person has one history or none. The old and the ill sites have more of them; under 40 nobody has one.
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT b.person_id, p.story
FROM born b
JOIN (SELECT story, min(above) AS above, min(share) AS share FROM plan GROUP BY story) p
  ON u(b.person_id, 'story') >= p.above * b.ill * burden(b.year_of_birth)
 AND u(b.person_id, 'story') < (p.above + p.share) * b.ill * burden(b.year_of_birth);

-- Index day: after 400 days of observation and, but for death and leaving, three years before the data end.
CREATE OR REPLACE TEMP TABLE indexed AS
SELECT person_id, story, year_of_birth, race, index_day,
    ((year(index_day) - year_of_birth) // 5 * 5 + 2.5) AS age
FROM (
    SELECT b.*, c.story,
        b.start + 400 + floor(u(b.person_id, 'index')
            * (getvariable('last_day') - 1120 - b.start - 400))::INTEGER AS index_day
    FROM born b JOIN chosen c USING (person_id)
);

CREATE OR REPLACE TEMP TABLE histories AS
WITH arms AS (
    SELECT i.*, p.* EXCLUDE (story),
        p.per_decade ** ((i.age - p.reference_age) / 10) * CASE WHEN i.race = 'black' THEN p.black ELSE 1 END AS factor
    FROM (
        SELECT i.*, CASE WHEN u(i.person_id, 'arm')
                < least(0.95, greatest(0.05, f.arm_share + f.arm_share_per_decade * (i.age - f.reference_age) / 10))
                OR f.arms = 1 THEN 1 ELSE 2 END AS arm_number
        FROM indexed i JOIN plan f ON f.story = i.story AND f.arm_number = 1
    ) i
    JOIN plan p ON p.story = i.story AND p.arm_number = i.arm_number
), times AS (
    SELECT *,
        time_to(-ln(1 - u(person_id, 'event')) / factor, h1, c1, h2, c2, h3) AS event_at,
        time_to(-ln(1 - u(person_id, 'death')), d1, e1, d2, e2, d3) AS death_at,
        -ln(1 - u(person_id, 'leave')) / leave AS leave_at,
        -ln(1 - u(person_id, 'control')) / nullif(control, 0) AS control_at
    FROM arms
)
SELECT person_id, story, arm, index_day, factor,
    CASE WHEN event_at < least(death_at, leave_at) THEN index_day + ceil(event_at)::INTEGER END AS event_day,
    CASE WHEN control_at < least(death_at, leave_at) THEN index_day + ceil(control_at)::INTEGER END AS control_day,
    index_day + least(ceil(least(death_at, leave_at)), 20000)::INTEGER AS end_day,
    death_at < leave_at AS died
FROM times;

-- Those without a history die by Gompertz' law, roughly a life table's, and leave at the same rate.
CREATE OR REPLACE TEMP TABLE people AS
SELECT b.*, h.story, h.arm, h.index_day, h.event_day, h.control_day,
    least(coalesce(h.end_day, b.start + 1 + floor(least(g.death, g.leave, 20000))::INTEGER), getvariable('last_day'))
        AS finish,
    coalesce(h.end_day, b.start + 1 + floor(least(g.death, g.leave, 20000))::INTEGER) <= getvariable('last_day')
        AND coalesce(h.died, g.death < g.leave) AS died,
    h.story IS NOT NULL AND h.story IN ('diabetes', 'ckd') OR u(b.person_id, 'dm') < 0.09 AS dm,
    u(b.person_id, 'htn') < least(0.8, (2018 - b.year_of_birth) / 110.0) AS htn,
    h.story IS NOT DISTINCT FROM 'heart-failure' OR h.story IS DISTINCT FROM 'diabetes'
        AND u(b.person_id, 'hf') < 0.02 * burden(b.year_of_birth) AS hf,
    h.story IS NOT DISTINCT FROM 'ckd' OR u(b.person_id, 'ckd') < 0.05 * burden(b.year_of_birth) AS ckd,
    h.story IS NOT DISTINCT FROM 'atrial-fibrillation' OR u(b.person_id, 'af') < 0.02 * burden(b.year_of_birth) AS af
FROM born b
LEFT JOIN histories h USING (person_id)
CROSS JOIN LATERAL (SELECT
    -ln(1 - u(b.person_id, 'death')) / (0.0001 * exp(0.085 * (2018 - b.year_of_birth)) / 365.25) AS death,
    -ln(1 - u(b.person_id, 'leave')) / getvariable('leave') AS leave) g;
