# SPDX-License-Identifier: Apache-2.0
"""The papers: everything of the snapshot is on them, on one page, archivable, and the same bytes each time."""

import hashlib
import io
import json
import subprocess
import threading
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from PIL import Image

from lms.certificates.adapters.canonical import snapshot_bytes
from lms.certificates.adapters.cose import open_signed
from lms.certificates.adapters.paper import (
    CERTIFICATE,
    MODULE_MM,
    NOTICE_OF_FAILURE,
    certificate_pdf,
    notice_of_failure_pdf,
)
from lms.certificates.adapters.qr import certificate_url, read_url
from lms.certificates.domain.snapshot import (
    CourseType,
    Credit,
    Holder,
    Named,
    PaperKind,
    SealKind,
    Signature,
    Snapshot,
    Substitution,
    Words,
    from_json,
)
from lms.documents.typst import RenderingError, page_count, template_version
from tests.factories.keys import find_key, signed_facts
from tests.factories.snapshots import COURSE_TYPE, HOLDER, SAMPLE_ISSUER, make_notice, make_sample, make_snapshot

HOST = "https://koshu.example.jp"
RARE = Holder("髙﨑　𠮷槗", "タカサキ　ヨシハシ", "TAKASAKI Yoshihashi", date(1926, 12, 25))
FOREIGN = Holder("", "グエン　ティ　ホア", "NGUYEN THI HOA", date(1985, 12, 2), latin_first=True)
LONG = Holder("寿限無寿限無五劫擦切" * 6, "ジュゲムジュゲム" * 8, "MARIA DE LOS ANGELES " * 5, date(1955, 1, 2))


def picture_of_a_seal() -> bytes:
    content = io.BytesIO()
    Image.new("L", (120, 120), 0).save(content, "PNG")
    return content.getvalue()


def paper(snapshot: Snapshot, **more) -> bytes:
    message = signed_facts(snapshot)
    return certificate_pdf(
        snapshot, qr_url=certificate_url(HOST, snapshot.certificate_id, message), cose=message, **more
    )


def words(pdf: bytes) -> str:
    """The text of the paper without the spaces of its layout."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


@pytest.fixture
def opened(tmp_path):
    def open_it(pdf):
        path = tmp_path / "paper.pdf"
        path.write_bytes(pdf)
        return pikepdf.open(path)

    return open_it


@pytest.mark.parametrize(
    "printed",
    [
        "受講証明書",
        "TM-2026-000123-7",
        "ヤマダハナコ",
        "山田花子",
        "YAMADAHanako",
        "昭和55年4月3日（1980年4月3日）",
        "外国人の技能実習の適正な実施及び技能実習生の保護に関する法律施行規則第13条",
        "技能実習責任者に係る講習「技能実習責任者講習」の全課程を修了し、理解度テストに合格したことを証明する。",
        "第2026-1版",
        "令和8年7月10日（2026年7月10日）",
        "3年の期間の末日",
        "令和11年7月9日（2029年7月9日）",
        "合計6時間",
        "労働関係法令について",
        "1時間30分",
        "オンデマンド（映像及び教材による受講）",
        "本人確認書類の提示及び受講時の認証（講習機関の職員による確認）",
        "令和八年法務省・厚生労働省告示第〇号により指定された養成講習機関",
        "一般財団法人みほん講習財団",
        "代表理事見本太郎",
        "（公印省略）",
        "https://koshu.example.jp/verify",
        "0123456789ABCDEF",
        "ThiscertifiesthatYAMADAHanako,bornon3April1980",
        "Lastdayofthe3-yearperiod:9July2029",
        "6hoursofstudy",
    ],
)
def test_what_the_snapshot_says_is_printed(printed):
    assert printed in words(paper(make_snapshot()))


@pytest.mark.parametrize("unsaid", ["有効期限", "見本SAMPLE", "再発行", "開発用の鍵", "提出用", "19", "80%"])
def test_what_is_not_so_is_not_printed(unsaid):
    snapshot = make_snapshot(holder=replace(HOLDER, birth_date=date(2001, 4, 3)), number="TM-2026-000223-0")
    assert unsaid not in words(paper(snapshot)).replace("令和", "")


def test_the_same_snapshot_gives_the_same_bytes():
    assert paper(make_snapshot()) == paper(make_snapshot())


def test_the_same_snapshot_gives_the_same_bytes_in_another_thread():
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(paper(make_snapshot())))
    thread.start()
    thread.join()
    assert made == [paper(make_snapshot())]


def test_the_paper_is_dated_from_the_snapshot_and_not_from_the_clock(opened):
    with opened(paper(make_snapshot())) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260710")


def test_the_paper_is_archivable_accessible_and_names_itself(opened):
    with opened(paper(make_snapshot())) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "受講証明書 TM-2026-000123-7"
        assert str(pdf.Root.Lang) == "ja-JP"
        assert "/StructTreeRoot" in pdf.Root


def test_every_picture_on_the_paper_says_what_it_shows(opened):
    with opened(paper(make_snapshot())) as pdf:
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert [str(figure.Alt) for figure in figures] == ["この証明書を確認するページのQRコード"]


def test_the_snapshot_and_the_signed_facts_are_attached(opened):
    snapshot = make_snapshot()
    with opened(paper(snapshot)) as pdf:
        stored = pdf.attachments["snapshot.json"].get_file().read_bytes()
        message = pdf.attachments["certificate.cose"].get_file().read_bytes()
    assert stored == snapshot_bytes(snapshot)
    assert from_json(json.loads(stored)) == snapshot
    assert open_signed(message, find_key)


def test_the_code_is_a_link_to_its_own_address(opened):
    with opened(paper(make_snapshot())) as pdf:
        links = {str(link.A.URI) for link in pdf.pages[0].Annots}
    message = signed_facts(make_snapshot())
    assert certificate_url(HOST, make_snapshot().certificate_id, message) in links
    assert any(link.startswith("HTTPS://") and read_url(link)[1] == message for link in links)


def test_the_code_is_drawn_in_lines_and_not_in_dots(opened):
    with opened(paper(make_snapshot())) as pdf:
        kinds = [thing.get("/Subtype") for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
    assert "/Image" not in kinds
    assert MODULE_MM >= 0.6


@pytest.mark.parametrize("holder", [HOLDER, RARE, FOREIGN, LONG], ids=["usual", "rare", "foreign", "long"])
@pytest.mark.parametrize("seal", SealKind)
def test_everything_stays_on_one_page(holder, seal):
    issuer = replace(SAMPLE_ISSUER, seal=seal)
    pdf = paper(make_snapshot(holder=holder, issuer=issuer), seal_image=picture_of_a_seal())
    assert page_count(pdf) == 1


def test_a_course_for_many_roles_with_many_items_stays_on_one_page():
    roles = ("監理責任者", "指定外部役員", "外部監査人", "監理責任者以外の監査を担当する職員")
    course_type = CourseType(
        key="SV",
        name=Words("監理責任者等講習", "Training course for supervisors, etc."),
        roles=tuple(Named(str(number), Words(role, f"role {number}")) for number, role in enumerate(roles)),
        article=COURSE_TYPE.article,
        article_confirmed=True,
        notice=Words("法務大臣及び厚生労働大臣が告示で定める講習", "a course designated by public notice"),
    )
    credits = tuple(
        Credit(str(number), Words("監理団体としての職務遂行上の留意点" * 2, "duties"), 45) for number in range(8)
    )
    pdf = paper(make_sample(holder=LONG, course_type=course_type, credits=credits), reissued_on=date(2027, 4, 1))
    assert page_count(pdf) == 1


def test_rare_characters_are_printed_as_they_are():
    assert "髙﨑𠮷槗" in words(paper(make_snapshot(holder=RARE)))
    assert "昭和元年12月25日（1926年12月25日）" in words(paper(make_snapshot(holder=RARE)))


@pytest.mark.parametrize("name", ["မြန်မာ", "ភាសាខ្មែរ", "नेपाली", "渡邉\U000e0101", "山\ue000", "丆"])
def test_a_name_that_would_not_come_out_as_typed_is_refused(name):
    with pytest.raises(RenderingError, match="name-not-printable"):
        paper(make_snapshot(holder=replace(HOLDER, name=name)))


def test_a_rare_form_is_printed_plain_where_the_holder_agreed():
    typed = "渡邉\U000e0101　花子"
    agreed = Substitution("邉\U000e0101", "邉", date(2026, 7, 1))
    pdf = paper(make_snapshot(holder=replace(HOLDER, name=typed, substitutions=(agreed,))))
    assert "渡邉花子" in words(pdf)


def test_for_a_holder_with_a_latin_name_first_the_western_year_leads():
    text = words(paper(make_snapshot(holder=FOREIGN)))
    assert "氏名NGUYENTHIHOA" in text
    assert "1985年12月2日（昭和60年12月2日）" in text
    assert "2029年7月9日（令和11年7月9日）" in text


def test_a_register_name_beside_the_latin_one_is_called_so():
    assert "漢字氏名阮花" in words(paper(make_snapshot(holder=replace(FOREIGN, name="阮　花"))))


def test_the_notice_that_names_the_course_is_part_of_the_sentence():
    notice = Words("法務大臣及び厚生労働大臣が告示で定める講習", "a course designated by public notice")
    text = words(paper(make_snapshot(course_type=replace(COURSE_TYPE, notice=notice))))
    assert "技能実習責任者に係る、法務大臣及び厚生労働大臣が告示で定める講習「技能実習責任者講習」" in text


def test_a_sample_cannot_be_taken_for_a_certificate():
    text = words(paper(make_sample()))
    assert "見本SAMPLE証明書ではありません" in text
    assert "証明書番号見本につき、なし" in text


def test_a_development_key_is_named():
    text = words(paper(make_snapshot(signature=Signature("00" * 8, is_development=True))))
    assert "開発用の鍵で署名した紙面です。証明書として使用することはできません。" in text


def test_a_reissue_is_marked_with_its_day_and_keeps_its_number():
    text = words(paper(make_snapshot(), reissued_on=date(2027, 4, 1)))
    assert "再発行令和9年4月1日" in text
    assert "TM-2026-000123-7" in text


def test_a_learning_record_is_not_for_submission_and_claims_nothing():
    record = make_snapshot(
        kind=PaperKind.LEARNING_RECORD, number=None, title=Words("学習記録", "Learning record"), certificate_id=""
    )
    text = words(certificate_pdf(record, qr_url=None, cose=None))
    assert "提出用ではありません" in text
    assert not any(claim in text for claim in ("証明する", "期間の末日", "公印", "確認番号"))


def test_an_unsigned_sample_has_the_short_code():
    pdf = certificate_pdf(make_sample(), qr_url=certificate_url(HOST, "0" * 16), cose=None)
    assert page_count(pdf) == 1


def test_a_missing_picture_of_the_seal_is_refused():
    with pytest.raises(ValueError, match="picture"):
        paper(make_snapshot(issuer=replace(SAMPLE_ISSUER, seal=SealKind.IMAGE)))


@pytest.mark.parametrize(
    "printed",
    [
        "不合格通知書",
        "受講者番号12345674",
        "山田花子様",
        "技能実習責任者講習第2026-1版",
        "受験日令和8年7月10日（2026年7月10日）",
        "結果不合格",
        "20問中16問以上の正解（80%）",
        "労働関係法令について、出入国管理及び難民認定法について",
        "講習を初めから受講し直すと、改めて理解度テストを受けることができます。",
        "受講の申込みは、いつでもできます。",
        "電話03-0000-0000",
        "一般財団法人みほん講習財団",
        "wasnotpassed",
    ],
)
def test_a_notice_of_failure_says_what_happened_and_what_may_be_done(printed):
    assert printed in words(notice_of_failure_pdf(make_notice()))


def test_a_notice_of_failure_shows_no_score_and_is_the_same_each_time(opened):
    first = notice_of_failure_pdf(make_notice())
    assert first == notice_of_failure_pdf(make_notice())
    with opened(first) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("3", "1")


@pytest.mark.parametrize("holder", [FOREIGN, LONG], ids=["foreign", "long"])
def test_a_notice_of_failure_stays_on_one_page(holder):
    assert page_count(notice_of_failure_pdf(make_notice(holder=holder))) == 1


def test_the_version_of_a_template_follows_from_its_files():
    versions = {template_version(CERTIFICATE), template_version(NOTICE_OF_FAILURE)}
    assert len(versions) == 2
    assert all(len(version.rpartition("-")[2]) == 16 for version in versions)


def test_the_pdf_that_is_kept_by_its_digest_can_be_made_again():
    kept = hashlib.sha256(paper(make_snapshot(holder=RARE))).hexdigest()
    assert hashlib.sha256(paper(make_snapshot(holder=RARE))).hexdigest() == kept
