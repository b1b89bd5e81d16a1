"""Boxes and transforms: what is mapped there maps back, and nothing leaves its frame."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitize.model.geometry import Box, Point, Polygon, Transform

COORDINATE = st.floats(-1e4, 1e4, allow_nan=False)
POINT = st.tuples(COORDINATE, COORDINATE)
SIDE = st.integers(1, 5_000)
ANGLE = st.floats(-180, 180, allow_nan=False)


@st.composite
def boxes(draw: st.DrawFn, most: int = 4_000) -> Box:
    x0, y0 = draw(st.integers(0, most - 1)), draw(st.integers(0, most - 1))
    return Box(x0, y0, draw(st.integers(x0 + 1, most)), draw(st.integers(y0 + 1, most)))


@st.composite
def transforms(draw: st.DrawFn) -> Transform:
    """What the pipeline composes: scales, shifts, turns, rotations."""
    whole = Transform()
    for _ in range(draw(st.integers(0, 3))):
        step = draw(
            st.one_of(
                st.builds(Transform.scale, st.floats(0.25, 4), st.none() | st.floats(0.25, 4)),
                st.builds(Transform.shift, COORDINATE, COORDINATE),
                st.builds(Transform.turn, st.sampled_from([0, 90, 180, 270]), SIDE, SIDE),
                st.builds(Transform.rotation, ANGLE, POINT),
            )
        )
        whole = whole.then(step)
    return whole


@st.composite
def exact_transforms(draw: st.DrawFn) -> Transform:
    """Scales by powers of two, whole shifts, turns: computed without rounding, so that equality can be asked for."""
    whole, factor, distance = Transform(), st.sampled_from([0.5, 1.0, 2.0]), st.integers(-1_000, 1_000)
    for _ in range(draw(st.integers(0, 4))):
        step = draw(
            st.one_of(
                st.builds(Transform.scale, factor, factor),
                st.builds(Transform.shift, distance, distance),
                st.builds(Transform.turn, st.sampled_from([0, 90, 180, 270]), SIDE, SIDE),
            )
        )
        whole = whole.then(step)
    return whole


def near(a: Point, b: Point, tolerance_px: float = 1e-4) -> bool:
    return math.dist(a, b) <= tolerance_px


@given(transforms(), POINT)
def test_the_inverse_leads_back(transform: Transform, point: Point) -> None:
    """Any point that went through a transform comes back by its inverse, to a ten-thousandth of a pixel."""
    assert near(transform.inverse.point(transform.point(point)), point)


WHOLE = st.tuples(st.integers(-9_999, 9_999), st.integers(-9_999, 9_999))


@given(exact_transforms(), exact_transforms(), WHOLE)
def test_composition_is_one_after_the_other(first: Transform, second: Transform, point: Point) -> None:
    """``first.then(second)`` does what ``first`` and then ``second`` do."""
    assert first.then(second).point(point) == second.point(first.point(point))


@given(exact_transforms(), exact_transforms(), exact_transforms())
def test_composition_is_associative(a: Transform, b: Transform, c: Transform) -> None:
    """How a chain of transforms is bracketed makes no difference."""
    assert a.then(b).then(c) == a.then(b.then(c))


@given(exact_transforms(), exact_transforms())
def test_the_inverse_of_a_chain_is_the_chain_of_inverses(a: Transform, b: Transform) -> None:
    """Undone in the opposite order."""
    assert a.then(b).inverse == b.inverse.then(a.inverse)
    assert a.then(a.inverse) == Transform()


@given(SIDE, SIDE, st.sampled_from([-270, -90, 0, 90, 180, 270, 360, 450]))
def test_turns_are_exact(width: int, height: int, degrees: int) -> None:
    """Corners of the frame land on corners of the turned frame, in whole numbers."""
    turn = Transform.turn(degrees, width, height)
    turned_width, turned_height = (width, height) if degrees % 180 == 0 else (height, width)
    corners = {turn.point(corner) for corner in Box(0, 0, width, height).polygon}
    assert corners == set(Box(0, 0, turned_width, turned_height).polygon)


@given(SIDE, SIDE, st.sampled_from([0, 90, 180, 270]), POINT)
def test_a_turn_and_its_counterpart_cancel(width: int, height: int, degrees: int, point: Point) -> None:
    """A turn by 90 and then by 270 degrees is none."""
    turned = (width, height) if degrees % 180 == 0 else (height, width)
    there_and_back = Transform.turn(degrees, width, height).then(Transform.turn(360 - degrees, *turned))
    assert near(there_and_back.point(point), point, 1e-9)


def test_a_quarter_turn_goes_clockwise() -> None:
    """Turned by 90 degrees, the top left corner comes to the top right."""
    assert Transform.turn(90, 300, 200).point((0, 0)) == (200, 0)
    assert Transform.turn(90, 300, 200).point((300, 0)) == (200, 300)
    assert Transform.turn(270, 300, 200).point((0, 0)) == (0, 300)


@pytest.mark.parametrize("degrees", [1, 45, 89, 91, -30])
def test_only_quarter_turns_are_turns(degrees: int) -> None:
    """Other angles would need a larger frame."""
    with pytest.raises(ValueError, match="90 degrees"):
        Transform.turn(degrees, 10, 10)


@given(POINT, st.floats(1, 179), st.floats(1, 1_000))
def test_a_rotation_goes_clockwise_on_the_screen(centre: Point, degrees: float, radius: float) -> None:
    """A point to the right of the centre moves down, since y grows downwards, and keeps its distance."""
    x, y = Transform.rotation(degrees, centre).point((centre[0] + radius, centre[1]))
    assert y > centre[1]
    assert math.isclose(math.dist((x, y), centre), radius, rel_tol=1e-6)


@given(POINT, ANGLE)
def test_a_rotation_leaves_its_centre(centre: Point, degrees: float) -> None:
    """The centre is where it was."""
    assert near(Transform.rotation(degrees, centre).point(centre), centre, 1e-6)


@given(SIDE, SIDE)
def test_a_rotation_by_ninety_is_the_turn_about_the_middle(width: int, height: int) -> None:
    """Both ways of turning by 90 degrees agree but for the shift from the middle of one frame to the other's."""
    rotation = Transform.rotation(90, (width / 2, height / 2)).then(
        Transform.shift((height - width) / 2, (width - height) / 2)
    )
    assert near(rotation.point((0, 0)), Transform.turn(90, width, height).point((0, 0)), 1e-6)


@given(transforms(), boxes(), st.floats(0, 1), st.floats(0, 1))
def test_a_mapped_box_holds_the_mapped_points(transform: Transform, box: Box, across: float, down: float) -> None:
    """Whatever lies in a box lies in the mapped box, clipped to the frame."""
    width, height = 3_000, 4_000
    mapped = transform.box(box, width, height)
    x, y = transform.point((box.x0 + across * box.width, box.y0 + down * box.height))
    x, y = min(max(x, 0), width), min(max(y, 0), height)
    assert mapped.x0 - 1e-3 <= x <= mapped.x1 + 1e-3
    assert mapped.y0 - 1e-3 <= y <= mapped.y1 + 1e-3


@given(transforms(), boxes(), SIDE, SIDE)
def test_a_mapped_box_lies_in_the_frame(transform: Transform, box: Box, width: int, height: int) -> None:
    """However far out a box is mapped, what comes back is a box of the frame."""
    mapped = transform.box(box, width, height)
    assert mapped.x1 <= width
    assert mapped.y1 <= height


@given(boxes(), st.sampled_from([0, 90, 180, 270]))
def test_a_turned_box_turns_back_exactly(box: Box, degrees: int) -> None:
    """Whole pixels stay whole under turns: no box grows."""
    width, height = 4_000, 5_000
    turn = Transform.turn(degrees, width, height)
    turned = (width, height) if degrees % 180 == 0 else (height, width)
    assert turn.inverse.box(turn.box(box, *turned), width, height) == box


@given(boxes())
def test_no_transform_changes_no_box(box: Box) -> None:
    """A box under the identity, or one that is so but for rounding, is the same box."""
    wobbly = Transform.rotation(31, (7, 9)).then(Transform.rotation(-31, (7, 9)))
    assert Transform().box(box, 5_000, 5_000) == box
    assert wobbly.box(box, 5_000, 5_000) == box


@pytest.mark.parametrize(
    "values",
    [
        (0, 0, 1, 0, 0, 1),
        (1, 2, 0, 2, 4, 0),
        (math.nan, 0, 0, 0, 1, 0),
        (1, 0, math.inf, 0, 1, 0),
        (math.inf, 0, 0, 0, 1, 0),
    ],
)
def test_what_does_not_lead_back_is_no_transform(values: tuple[float, ...]) -> None:
    """A map onto a line, and numbers that are none, are refused where they are made."""
    with pytest.raises(ValueError, match="invertible"):
        Transform(*values)


@pytest.mark.parametrize(
    "corners", [(5, 0, 5, 9), (6, 0, 5, 9), (0, 7, 3, 7), (0, 8, 3, 7), (-1, 0, 4, 4), (0, -2, 4, 4)]
)
def test_what_has_no_area_is_no_box(corners: tuple[int, int, int, int]) -> None:
    """Empty, inverted and negative boxes are refused where they are made."""
    with pytest.raises(ValueError, match="not a box"):
        Box(*corners)


@given(boxes(), boxes())
def test_overlap_is_symmetric_and_bounded(a: Box, b: Box) -> None:
    """What two boxes have in common is no more than either, and all of it for one in itself."""
    assert a.overlap(b) == b.overlap(a) <= min(a.area, b.area)
    assert a.overlap(a) == a.area == a.width * a.height


@given(st.lists(boxes(), min_size=1, max_size=9))
def test_the_box_around_boxes_is_the_smallest(many: list[Box]) -> None:
    """Every box lies in it whole, and each of its sides touches one of them."""
    around = Box.around(many)
    assert all(around.overlap(box) == box.area for box in many)
    assert {around.x0, around.y0, around.x1, around.y1} <= {c for b in many for c in (b.x0, b.y0, b.x1, b.y1)}
    assert Box.around(tuple(reversed(many))) == around


@given(boxes(), SIDE, SIDE)
def test_clipping_gives_a_box_of_the_frame(box: Box, width: int, height: int) -> None:
    """A box partly outside loses that part; one wholly outside becomes the nearest pixel; one inside stays."""
    clipped = box.inside(width, height)
    frame = Box(0, 0, width, height)
    assert frame.overlap(clipped) == clipped.area
    common = frame.overlap(box)
    assert clipped.area == common if common else clipped.area >= 1
    assert clipped.inside(width, height) == clipped


@given(boxes(most=500), st.integers(0, 80))
def test_padding_grows_a_box_within_its_frame(box: Box, pad: int) -> None:
    """Every side moves out by the pad, or to the edge."""
    padded = box.padded(pad, 500, 500)
    assert padded == Box(max(0, box.x0 - pad), max(0, box.y0 - pad), min(500, box.x1 + pad), min(500, box.y1 + pad))
    assert padded.overlap(box) == box.area


@given(boxes(), st.integers(0, 500), st.integers(0, 500))
def test_a_shifted_box_keeps_its_size(box: Box, dx: int, dy: int) -> None:
    """Shifting there and back gives the same box."""
    shifted = box.shifted(dx, dy)
    assert (shifted.width, shifted.height) == (box.width, box.height)
    assert shifted.shifted(-dx, -dy) == box


@given(st.lists(st.tuples(st.floats(-500, 4_000), st.floats(-500, 4_000)), min_size=1, max_size=8), SIDE, SIDE)
def test_the_box_around_points_is_tight(points: list[Point], width: int, height: int) -> None:
    """It lies in the frame and holds every point of the frame, growing by less than a pixel."""
    box = Box.around_points(tuple(points), width, height)
    assert box.x1 <= width and box.y1 <= height
    inside = [(x, y) for x, y in points if 0 <= x <= width and 0 <= y <= height]
    assert all(box.x0 - 1e-3 <= x <= box.x1 + 1e-3 and box.y0 - 1e-3 <= y <= box.y1 + 1e-3 for x, y in inside)
    if len(inside) == len(points):
        assert box.width <= max(x for x, _ in points) - min(x for x, _ in points) + 2
        assert box.height <= max(y for _, y in points) - min(y for _, y in points) + 2


@given(boxes())
def test_corners_run_clockwise(box: Box) -> None:
    """The polygon of a box starts at the top left, has the box's area, and is the box again."""
    polygon: Polygon = box.polygon
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(polygon, (*polygon[1:], polygon[0]), strict=True)) / 2
    assert polygon.index(min(polygon)) == 0
    assert area == box.area  # positive where y points down: clockwise on the screen
    assert Box.around_points(polygon, 5_000, 5_000) == box
