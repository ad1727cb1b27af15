-- The vocabulary of what occurs, from `listed` (concepts.csv): codes of SNOMED CT, RxNorm, LOINC and UCUM under their
-- OMOP ids. A hospital's own database brings the whole vocabulary from Athena.

INSERT INTO concept BY NAME SELECT id AS concept_id, name AS concept_name, domain AS domain_id,
    vocabulary AS vocabulary_id, class AS concept_class_id, 'S' AS standard_concept, code AS concept_code,
    DATE '1970-01-01' AS valid_start_date, DATE '2099-12-31' AS valid_end_date FROM listed;

INSERT INTO concept_ancestor BY NAME
WITH RECURSIVE above AS (
    SELECT id AS descendant, id AS ancestor, 0 AS levels FROM listed
    UNION ALL
    SELECT a.descendant, l.parent, a.levels + 1
    FROM above a JOIN listed l ON l.id = a.ancestor WHERE l.parent IS NOT NULL)
SELECT ancestor AS ancestor_concept_id, descendant AS descendant_concept_id,
    levels AS min_levels_of_separation, levels AS max_levels_of_separation FROM above;

INSERT INTO concept_synonym BY NAME
SELECT id AS concept_id, trim(unnest(string_split(synonyms, ';'))) AS concept_synonym_name,
    4180186 AS language_concept_id FROM listed WHERE synonyms IS NOT NULL;

INSERT INTO concept_relationship BY NAME
SELECT id AS concept_id_1, id AS concept_id_2, 'Maps to' AS relationship_id, DATE '1970-01-01' AS valid_start_date,
    DATE '2099-12-31' AS valid_end_date FROM listed;

INSERT INTO vocabulary BY NAME
SELECT DISTINCT vocabulary AS vocabulary_id, vocabulary AS vocabulary_name, 'excerpt' AS vocabulary_version FROM listed
UNION ALL SELECT 'None', 'OMOP Standardized Vocabularies', 'excerpt';
