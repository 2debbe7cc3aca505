-- One row per city that answered in a wave.
select * from mart_index where wave_id = $wave_id order by city_id
