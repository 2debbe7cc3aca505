-- One row per table of a snapshot from which the others are derived.
select table_name
from information_schema.tables
where table_catalog = current_database() and regexp_matches(table_name, '^(ref|stg|log)_')
order by table_name
