import datetime

import openpyxl
import xlwt
from openpyxl.styles import numbers
wb=openpyxl.Workbook()
wb.active.title='Trống'
h=wb.create_sheet('Danh mục'); h['A1']='ẩn'; h.sheet_state='hidden'
s=wb.create_sheet('Tháng 6')
s['B1']='BÁO CÁO'; s.merge_cells('B1:F1')
rows=[['STT','Tên cơ quan','Ngày','Lúc','Số'],[1,'Sở Nội vụ',datetime.date(2021,6,7),datetime.datetime(2021,6,7,8,0),1234],[2,'  UBND xã Ngọc Chiến',datetime.date(2021,6,30),datetime.datetime(2021,6,30,16,59,59),12.5]]
for r,row in enumerate(rows):
    for c,v in enumerate(row):
        cell=s.cell(row=3+r,column=2+c,value=v)
        if isinstance(v,datetime.datetime): cell.number_format='dd/mm/yyyy hh:mm:ss'
        elif isinstance(v,datetime.date): cell.number_format='dd/mm/yyyy'
s['B6']=0.8843; s['B6'].number_format='0.00%'
s['C6']=True
s['D6']='=1/0'
s['E6']='=F4+1'
s['F6']='=C4&" x"'
s['B7']='dòng một\ndòng hai'
wb.save('openpyxl.xlsx')
w=xlwt.Workbook(encoding='utf-8')
w.add_sheet('Trống')
s=w.add_sheet('Tháng 6')
s.write_merge(0,0,1,5,'BÁO CÁO')
d=xlwt.easyxf(num_format_str='dd/mm/yyyy'); t=xlwt.easyxf(num_format_str='dd/mm/yyyy hh:mm:ss'); p=xlwt.easyxf(num_format_str='0.00%')
for r,row in enumerate(rows):
    for c,v in enumerate(row):
        st=t if isinstance(v,datetime.datetime) else d if isinstance(v,datetime.date) else None
        s.write(2+r,1+c,v,st) if st else s.write(2+r,1+c,v)
s.write(5,1,0.8843,p); s.write(5,2,True)
s.write(6,1,'dòng một\ndòng hai')
w.save('xlwt.xls')
