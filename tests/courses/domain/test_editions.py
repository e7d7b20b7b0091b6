# SPDX-License-Identifier: Apache-2.0
from lms.courses.domain.editions import ASSET_ADDRESS, PAGE_ADDRESS, addressed, addressed_for


def test_pictures_get_the_address_of_their_edition():
    html = f'<img src="{ASSET_ADDRESS.format(path="assets/flow.svg")}" alt="">'
    assert addressed(html, "k1") == '<img src="/assets/k1/assets/flow.svg" alt="">'


def test_links_lead_to_pages_of_the_same_enrolment():
    html = f'<a href="{PAGE_ADDRESS.format(page="next")}">next</a>'
    assert addressed_for(html, "k2") == '<a href="/study/k2/pages/next">next</a>'


def test_words_that_look_like_an_address_stay_as_they_are():
    assert addressed("<p>/assets/@edition/x</p>", "k1") == "<p>/assets/@edition/x</p>"
