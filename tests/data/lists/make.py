"""Writes `hoso.xls` (python3-xlwt) and `hoso.ods`: the list of three dossiers that the tests post and drop. Nothing
in it is real."""

import pathlib
import zipfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).parent
ROWS = [
    ["Thời điểm kết xuất: 08:00 30/06/2021"],
    ["STT", "Số hồ sơ", "Tên thủ tục hành chính", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý",
     "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại", "Trạng thái hồ sơ"],
    ["1", "H52-1", "Thủ tục P", "07/06/2021 08:00", "14/06/2021", "10/06/2021 09:30", "Sở A", "Lò Thị Đỗ Quyên",
     "0912345678", "Đã xử lý xong"],
    ["2", "H52-2", "Thủ tục P", "08/06/2021 09:15", "15/06/2021", "", "Sở A", "Lò Thị Đỗ Quyên", "0912345678",
     "Đang xử lý"],
    ["3", "H52-3", "Thủ tục P", "09/06/2021 14:00", "16/06/2021", "", "B", "Lò Thị Đỗ Quyên", "0912345678",
     "Đang xử lý"],
]


def write_xls(path):
    import xlwt
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            if text:
                sheet.write(row, column, text)
    book.save(str(path))


def write_ods(path):
    rows = "".join("<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        if text else "<table:table-cell/>" for text in cells) + "</table:table-row>" for cells in ROWS)
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
                    for name in ("office", "table", "text"))
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2">'
               f'<office:body><office:spreadsheet><table:table table:name="Danh sách">{rows}</table:table>'
               "</office:spreadsheet></office:body></office:document-content>")
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = ('<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
                'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
                '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
                "</manifest:manifest>")
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        book.writestr("META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    write_xls(HERE / "hoso.xls")
    write_ods(HERE / "hoso.ods")
