-- One row per line that the reader set aside.
select distinct line, csv_line
from reject_errors
order by line
