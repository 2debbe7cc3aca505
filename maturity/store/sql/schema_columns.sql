-- One row per column of the tables that analysts may query.
select table_name, column_name, data_type
from information_schema.columns
where table_name like 'mart_%' or table_name like 'ref_%'
order by table_name, ordinal_position
