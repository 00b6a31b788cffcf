"""Writes the three lay-outs in which people hold reports, with their quirks. Run beside this file."""
import datetime

import openpyxl
import xlwt


def form_06a(path):
    """II.06a/VPCP: .xls, an empty leading column, merged headings, numbers as texts."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("II.06a")
    sheet.write_merge(0, 0, 1, 13, "Biểu số II.06a/VPCP/KSTT")
    sheet.write_merge(1, 1, 1, 13, "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH")
    sheet.write_merge(2, 2, 1, 13, "Từ ngày 15/05/2021 đến ngày 14/06/2021")
    sheet.write_merge(3, 3, 1, 13, "Thời điểm kết xuất: 15/06/2021 08:30")
    sheet.write(4, 12, "Đơn vị tính: Số hồ sơ TTHC")
    sheet.write_merge(5, 7, 1, 1, "STT")
    sheet.write_merge(5, 7, 2, 2, "Lĩnh vực, công việc giải quyết theo cấp")
    sheet.write_merge(5, 5, 3, 6, "Số lượng hồ sơ tiếp nhận")
    sheet.write_merge(5, 5, 7, 10, "Số lượng hồ sơ đã giải quyết")
    sheet.write_merge(5, 5, 11, 13, "Số lượng hồ sơ đang giải quyết")
    sheet.write_merge(6, 7, 3, 3, "Tổng số")
    sheet.write_merge(6, 6, 4, 5, "Trong kỳ")
    sheet.write_merge(6, 7, 6, 6, "Từ kỳ trước")
    sheet.write(7, 4, "Trực tuyến")
    sheet.write(7, 5, "Trực tiếp, dịch vụ bưu chính")
    for column, text in enumerate(
        ["Tổng số", "Trước hạn", "Đúng hạn (Bao gồm cả hồ sơ trả lại/xin rút)", "Quá hạn", "Tổng số",
         "Trong hạn", "Quá hạn"], 7):
        sheet.write_merge(6, 7, column, column, text)
    numbers = ["(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)", "(7)=(8)+(9)+(10)", "(8)", "(9)",
               "(10)", "(11)=(12)+(13)", "(12)", "(13)"]
    for column, text in enumerate(numbers, 1):
        sheet.write(8, column, text)
    rows = [
        ["I", "CẤP TỈNH", "1.284", "1.010", "234", "40", "1.240", "600", "620", "20", "44", "40", "4"],
        ["1", "Đất đai", "1.234", "1.000", "200", "34", "1.200", "600", "590", "10", "34", "30", "4"],
        ["2", "Hộ tịch", "50", "10", "34", "6", "40", "-", "30", "10", "10", "10", ""],
    ]
    for line, row in enumerate(rows, 9):
        for column, text in enumerate(row, 1):
            sheet.write(line, column, text)
    total = ["TỔNG CỘNG", 1284, 1010, 234, 40, 1240, 600, 620, 20, 44, 40, 4]
    sheet.write_merge(12, 12, 1, 2, total[0])
    for column, value in enumerate(total[1:], 3):
        sheet.write(12, column, value)
    sheet.write(14, 2, "NGƯỜI LẬP BIỂU")
    sheet.write(14, 10, "THỦ TRƯỞNG ĐƠN VỊ")
    book.save(path)


def form_07a(path):
    """07a/BTP: .xlsx with further columns; the second agency does not add up."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "07a"
    sheet["B1"] = "Biểu 07a/BTP"
    sheet["B2"] = "Tháng 6 năm 2021"
    heads = [
        ("B4:B6", "STT"), ("C4:C6", "Mã đơn vị"), ("D4:D6", "Tên đơn vị"), ("E4:K4", "Tiếp nhận"),
        ("E5:E6", "Tổng số"), ("F5:I5", "Trong kỳ"), ("F6", "Trực tiếp"), ("G6", "Trực tuyến toàn trình"),
        ("H6", "Trực tuyến một phần"), ("I6", "Hình thức khác"), ("J5:J6", "Phi địa giới"),
        ("K5:K6", "Kỳ trước"), ("L4:O4", "Đã giải quyết"), ("L5:L6", "Tổng số"),
        ("M5:M6", "Đúng và trước hạn"), ("N5:O5", "Quá hạn"), ("N6", "Đã có thư xin lỗi"),
        ("O6", "Chưa có thư xin lỗi"), ("P4:R4", "Đang giải quyết"), ("P5:P6", "Tổng số"),
        ("Q5:Q6", "Trong hạn"), ("R5:R6", "Quá hạn"), ("S4:S6", "Dừng xử lý"), ("T4:T6", "Rút hồ sơ"),
        ("U4:U6", "Không được tiếp nhận"),
    ]
    for where, text in heads:
        sheet[where.split(":")[0]] = text
        if ":" in where:
            sheet.merge_cells(where)
    for column in range(2, 22):
        sheet.cell(row=7, column=column, value=f"({column - 1})")
    sheet.append([None, 1, "000.00.03.H52", "Sở Tư pháp", 100, 40, 30, 20, 2, 5, 8, 90, 80, 6, 4, 8, 5, 3, 2,
                  0, 1])
    sheet.append([None, 2, "H52.04", "Sở Nội vụ", 50, 20, 20, 5, 0, 0, 4, 40, 40, 0, 0, 10, 8, 2, 0, 0, 0])
    book.save(path)


def by_unit(path):
    """Tổng hợp theo đơn vị: one row of headings, the name first, dates of the day above."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tổng hợp"
    sheet["A1"] = "TỔNG HỢP THEO ĐƠN VỊ"
    sheet["A2"] = "Từ ngày 01/06/2021 đến ngày 30/06/2021"
    sheet["A3"] = "Ngày xuất: 01/07/2021"
    sheet.append([])
    sheet.append(["TT", "Đơn vị", "Tổng số hồ sơ tiếp nhận", "Kỳ trước chuyển sang", "Tiếp nhận trong kỳ",
                  "Đã giải quyết", "Đã giải quyết trước hạn", "Đã giải quyết đúng hạn",
                  "Đã giải quyết quá hạn", "Đang giải quyết", "Đang giải quyết trong hạn",
                  "Đang giải quyết quá hạn", "Tỷ lệ đúng hạn"])
    sheet.append([1, "UBND phường Tô Hiệu", 1234, 34, 1200, 1200, 700, 490, 10, 34, 30, 4, 0.9917])
    sheet.append([2, "UBND xã Mường Bú", 20, 0, 20, 20, 20, 0, 0, 0, 0, 0, 1])
    sheet.append([None, "Tổng số", 1254, 34, 1220, 1220, 720, 490, 10, 34, 30, 4, 0.9918])
    book.save(path)


def dossiers(path):
    """The list of dossiers, as it is exported; the people in it never were."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "DS hồ sơ"
    sheet["B2"] = "DANH SÁCH HỒ SƠ"
    heads = ["STT", "Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Phòng ban", "Ngày tiếp nhận",
             "Ngày hẹn trả", "Ngày kết thúc xử lý", "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại",
             "Cán bộ xử lý hiện tại", "Trạng thái hồ sơ", "Ngày tiếp nhận"]
    for column, text in enumerate(heads, 2):
        sheet.cell(row=4, column=column, value=text)
    received = datetime.datetime(2021, 6, 7, 8, 5)
    rows = [
        [1, "H52.03-210607-0001", "Cấp phiếu (ví dụ)", "Tư pháp", "Phòng A", received,
         datetime.date(2021, 6, 14), datetime.datetime(2021, 6, 11, 15, 0), "Sở Tư pháp", "Người Không Có",
         "0000", "Cán bộ A", "Đã trả kết quả", None],
        [2, "H52.03-210607-0002", "Cấp phiếu (ví dụ)", "Tư pháp", "Phòng A", "07/06/2021 09:00:00",
         "14/06/2021", "", "Sở Tư pháp", "Người Không Có", "0000", "Cán bộ A", "Đang xử lý", None],
    ]
    for line, row in enumerate(rows, 5):
        for column, value in enumerate(row, 2):
            sheet.cell(row=line, column=column, value=value)
    book.save(path)


form_06a("form_06a.xls")
form_07a("form_07a.xlsx")
by_unit("by_unit.xlsx")
dossiers("dossiers.xlsx")
