"""Transfer: who could teach whom, topic by topic and over all, who gains from each other, and whom to ask first.

Read the network once, then ask it: `find_transfers(read_network(scores, planning, wave_id=...))`.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from maturity.analysis._wave import Array
from maturity.analysis.transfer.network import Network, Places, find_strong, lessons
from maturity.errors import UnknownId


def find_transfers(
    network: Network, *, learner_id: str | None = None, teacher_id: str | None = None, top: int | None = None
) -> pd.DataFrame:
    """List who could teach whom in which topic, with the reasons.

    Args:
        network: from read_network.
        learner_id: only what this city could learn.
        teacher_id: only what this city could teach.
        top: at most so many teachers per learner and topic; all if None.

    Returns:
        One row per learner, topic and teacher, per learner the largest gain first, teachers who declined last:
        learner_id, teacher_id, topic_id, learner_score, teacher_score, difference (points), need (0-1), is_need_known,
        gain = need x difference, share (0-3 the teacher's willingness, NaN = unknown), product_id (that both use,
        else missing), assets, reasons: codes joined by ";", of "difference", "same_product", "share" (willing),
        "assets", "practice" (described a good one), "declined" (said no to sharing).

    Raises:
        UnknownId: one of the two is not in this wave.

    Source: docs/method.md, "Transfer".
    """
    learner = None if learner_id is None else network.city(learner_id)
    teacher = None if teacher_id is None else network.city(teacher_id)
    found: list[tuple[Places, Places, Places, Array]] = []
    for lesson in lessons(network, learner=learner, teacher=teacher):
        chosen = lesson.gain > 0
        if top is not None:
            chosen &= chosen.cumsum(axis=0) <= top
        row, column = np.nonzero(chosen)
        teachers, learners = lesson.teachers[row], lesson.learners[column]
        found.append((learners, teachers, np.full(len(row), lesson.topic), lesson.gain[row, column]))
    learners, teachers, topics, gain = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((teachers, topics, network.willing[teachers, topics] == 0, -gain.round(9), learners))
    return _transfer_table(network, learners[order], teachers[order], topics[order]).assign(gain=gain[order])


def find_teachers(network: Network, topic_id: str) -> pd.DataFrame:
    """List who is far enough to teach a topic, whoever asks.

    Args:
        network: from read_network.
        topic_id: the topic.

    Returns:
        One row per strong city, the most points first, cities who declined last: teacher_id, teacher_score, share (0-3,
        NaN = unknown), assets, has_practice.

    Raises:
        UnknownId: the topic is not in this wave.

    Source: docs/method.md, "Transfer".
    """
    if topic_id not in network.topics:
        raise UnknownId(value=topic_id, concept="topic", known=", ".join(network.topics))
    topic = list(network.topics).index(topic_id)
    teachers = find_strong(network, topic)
    return pd.DataFrame(
        {
            "teacher_id": network.cities.take(teachers),
            "teacher_score": network.score[teachers, topic],
            "share": network.willing[teachers, topic],
            "assets": network.assets[teachers, topic],
            "has_practice": network.practice[teachers, topic],
        }
    )


def _transfer_table(network: Network, learners: Places, teachers: Places, topics: Places) -> pd.DataFrame:
    taught, learnt = (teachers, topics), (learners, topics)
    same = (network.product[taught] == network.product[learnt]) & (network.product[taught] != "")
    willing = network.willing[taught]
    reasons = np.full(len(topics), "difference", dtype=object)
    given = {
        "same_product": same,
        "share": willing > 0,
        "assets": network.assets[taught] != "",
        "practice": network.practice[taught],
        "declined": willing == 0,
    }
    for code, holds in given.items():
        reasons[holds] += f";{code}"
    table = pd.DataFrame(
        {
            "learner_id": network.cities.take(learners),
            "teacher_id": network.cities.take(teachers),
            "topic_id": network.topics.take(topics),
            "learner_score": network.score[learnt],
            "teacher_score": network.score[taught],
            "difference": network.score[taught] - network.score[learnt],
            "need": network.need[learnt],
            "is_need_known": network.need_known[learnt],
            "share": willing,
            "product_id": np.where(same, network.product[taught], np.array(None, dtype=object)),
            "assets": network.assets[taught],
            "reasons": reasons,
        }
    )
    return table.astype(dict.fromkeys(("product_id", "assets", "reasons"), "str"))


def find_pairs(network: Network, *, learner_id: str | None = None, top: int | None = None) -> pd.DataFrame:
    """List over all topics who could teach whom most.

    Args:
        network: from read_network.
        learner_id: only what this city could learn.
        top: at most so many teachers per learner; all if None.

    Returns:
        One row per teacher and learner with something to teach, per learner the most valuable first: learner_id,
        teacher_id, transfer = T(teacher -> learner) in points: the weighted mean of need x difference over all topics
        of the network (a topic without a score counts as nothing to teach), topic_count.

    Raises:
        UnknownId: the learner is not in this wave.

    Source: docs/method.md, "Transfer".
    """
    learner = None if learner_id is None else network.city(learner_id)
    transfer, topic_count = _transfer_matrix(network, learner=learner)
    # Stable: equal values stay in the order of the ids.
    order = np.argsort(-transfer.round(9), axis=0, kind="stable")[:top]
    columns, teachers = np.broadcast_to(np.arange(transfer.shape[1]), order.shape).T.ravel(), order.T.ravel()
    kept = transfer[teachers, columns] > 0
    teachers, columns = teachers[kept], columns[kept]
    learners = columns if learner is None else np.full(len(columns), learner)
    return pd.DataFrame(
        {
            "learner_id": network.cities.take(learners),
            "teacher_id": network.cities.take(teachers),
            "transfer": transfer[teachers, columns],
            "topic_count": topic_count[teachers, columns],
        }
    )


def _transfer_matrix(
    network: Network, *, learner: int | None = None, teacher: int | None = None
) -> tuple[Array, npt.NDArray[np.int64]]:
    """T and the count of topics taught, teachers down, learners across; one column or row for one city alone."""
    size = len(network.cities)
    shape = (size if teacher is None else 1, size if learner is None else 1)
    transfer, topic_count = np.zeros(shape), np.zeros(shape, dtype=np.int64)
    for lesson in lessons(network, learner=learner, teacher=teacher):
        down = lesson.teachers if teacher is None else np.zeros_like(lesson.teachers)
        across = lesson.learners if learner is None else np.zeros_like(lesson.learners)
        cells = np.ix_(down, across)
        transfer[cells] += network.weight[lesson.topic] * lesson.gain
        topic_count[cells] += lesson.gain > 0
    return transfer, topic_count


def find_partners(network: Network, *, city_id: str | None = None, top: int = 100) -> pd.DataFrame:
    """List the pairs in which both cities have something to teach the other.

    Args:
        network: from read_network.
        city_id: only the pairs with this city.
        top: at most so many pairs.

    Returns:
        One row per pair, city_a before city_b, largest mutual gain first: city_a, city_b, a_to_b and b_to_a = T of
        either direction (points), mutual = the smaller of them (above 0), pair_gain = what the better of the two in
        every topic adds to the better city alone (points, over the topics both have a score in), shared_topic_count.

    Raises:
        UnknownId: the city is not in this wave.

    Source: docs/method.md, "Mutual pairs".
    """
    first, second, forth, back = _both_ways(network, None if city_id is None else network.city(city_id))
    mutual, total = np.minimum(forth, back).round(9), (forth + back).round(9)
    order = np.lexsort((second, first, -total, -mutual))[:top]
    order = order[mutual[order] > 0]
    first, second = first[order], second[order]
    gain, shared = _pair_gain(network, first, second)
    return pd.DataFrame(
        {
            "city_a": network.cities.take(first),
            "city_b": network.cities.take(second),
            "a_to_b": forth[order],
            "b_to_a": back[order],
            "mutual": mutual[order],
            "pair_gain": gain,
            "shared_topic_count": shared,
        }
    )


def _both_ways(network: Network, city: int | None) -> tuple[Places, Places, Array, Array]:
    """All pairs, or those of one city: the first city, the second, T from first to second, T back."""
    if city is None:
        transfer, _counts = _transfer_matrix(network)
        first, second = np.triu_indices(len(network.cities), k=1)
        return first, second, transfer[first, second], transfer[second, first]
    others = np.flatnonzero(np.arange(len(network.cities)) != city)
    shown, learnt = _transfer_matrix(network, teacher=city)[0][0], _transfer_matrix(network, learner=city)[0][:, 0]
    is_first = city < others
    forth = np.where(is_first, shown[others], learnt[others])
    back = np.where(is_first, learnt[others], shown[others])
    return np.minimum(city, others), np.maximum(city, others), forth, back


def _pair_gain(network: Network, first: Places, second: Places) -> tuple[Array, npt.NDArray[np.int64]]:
    """F(a, b): weighted mean of the better score per topic, minus the better of the two means."""
    one, other = network.score[first], network.score[second]
    shared = ~np.isnan(one) & ~np.isnan(other)
    weight = np.where(shared, network.weight, 0.0)

    def mean(points: Array) -> Array:
        return np.asarray((weight * np.where(shared, points, 0.0)).sum(axis=1) / weight.sum(axis=1))

    return mean(np.fmax(one, other)) - np.maximum(mean(one), mean(other)), shared.sum(axis=1)


def choose_teachers(network: Network, learner_id: str, *, size: int = 3) -> pd.DataFrame:
    """Choose the few cities that together could teach a city most, one after the other by what each adds.

    Each topic counts with the best teacher chosen so far. Greedy choice reaches at least 1 - 1/e of the best possible
    set, because what a city adds only shrinks as others are chosen before it.

    Args:
        network: from read_network.
        learner_id: the city that wants to learn.
        size: at most so many teachers.

    Returns:
        One row per teacher in the order of choice: step (1 first), teacher_id, added (points this teacher adds),
        closed (points of all so far), topic_ids (in which this teacher is now the best, joined by ";"). Ends early
        when nobody adds anything.

    Raises:
        UnknownId: the learner is not in this wave.

    Source: docs/method.md, "Learning set".
    """
    taught = np.zeros((len(network.cities), len(network.topics)))
    for lesson in lessons(network, learner=network.city(learner_id)):
        if len(lesson.learners):
            taught[lesson.teachers, lesson.topic] = lesson.gain[:, 0] * network.weight[lesson.topic]
    closed, steps = np.zeros(len(network.topics)), []
    for step in range(1, size + 1):
        added = np.maximum(taught - closed, 0.0)
        best = int(np.argmax(added.sum(axis=1).round(9)))
        if not added[best].sum() > 0:
            break
        closed = np.maximum(closed, taught[best])
        topic_ids = ";".join(network.topics[added[best] > 0])
        steps.append([step, network.cities[best], added[best].sum(), closed.sum(), topic_ids])
    return pd.DataFrame(steps, columns=["step", "teacher_id", "added", "closed", "topic_ids"])
