-- One row per question: where it belongs, what it counts, and how many levels its scale has, weighed as in a wave.
select
    q.question_id, q.topic_id, t.dimension_id, q.core, q.weight, w.topic_weight, w.dimension_weight, q.text_de, q.text_en,
    greatest(count(distinct o.value), 2) as level_count
from ref_questions as q
join ref_topics as t using (topic_id)
join ref_weights as w on w.topic_id = t.topic_id and w.wave_id = $wave_id
left join ref_options as o on o.question_id = q.question_id and o.kind = 'level'
group by all
order by any_value(t.position), q.topic_id, q.question_id
