-- One row per city that answered in a wave, and dimension.
select * from mart_dimension_scores where wave_id = $wave_id order by city_id, dimension_id
