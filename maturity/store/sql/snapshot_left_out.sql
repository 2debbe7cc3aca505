-- One row per reason for which answers of a wave (null: of all waves) stay out of an audience's snapshot.
select reason, answer_count, city_count
from log_left_out
where wave_id is not distinct from $wave_id
order by reason
