from __future__ import annotations

import unicodedata

import pytest

from leadkit.crm.mapping import HELPERS, MEANINGS
from leadkit.crm.recognise import recognise, systems

HEADERS = {
    "salesforce": (
        "Id,LastName,FirstName,Company,Title,Email,Phone,MobilePhone,LeadSource,Status,Rating,"
        "Industry,AnnualRevenue,NumberOfEmployees,OwnerId,DoNotCall,IsConverted,ConvertedDate,"
        "ConvertedOpportunityId,CreatedDate,LastActivityDate,Description",
        "Lead Owner,First Name,Last Name,Title,Company / Account,Email,Phone,Lead Source,"
        "Lead Status,Rating,Created Date,Converted Date,Do Not Call,Email Opt Out,Annual Revenue",
    ),
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,"
        "Lifecycle Stage,Create Date,Company Name",
        "Record ID,firstname,lastname,email,phone,company,jobtitle,annualrevenue,lifecyclestage,"
        "hs_lead_status,hubspot_owner_id,hubspot_owner_assigneddate,createdate,lastmodifieddate,"
        "hs_lifecyclestage_marketingqualifiedlead_date,notes_last_contacted",
    ),
    "hubspot_leads": (
        "Record ID,hs_lead_name,hs_lead_label,hs_pipeline,hs_pipeline_stage,hs_lead_source,"
        "hs_lead_disqualification_reason,hs_createdate",
    ),
    "dynamics": (
        "(Do Not Modify) Lead,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,"
        "Full Name,Company Name,Status,Status Reason,Created On,Owner",
        "leadid,subject,firstname,lastname,fullname,companyname,jobtitle,emailaddress1,telephone1,"
        "mobilephone,leadsourcecode,leadqualitycode,statecode,statuscode,createdon,ownerid",
    ),
    "odoo": (
        "ID,Opportunity,Contact Name,Company Name,Email,Phone,Salesperson,Sales Team,Stage,"
        "Expected Revenue,Probability,Lost Reason,Created on,Assignment Date,Closed Date",
        "id,name,contact_name,partner_name,email_from,phone,mobile,function,user_id,team_id,"
        "stage_id,probability,lost_reason_id,active,create_date,date_open,date_closed,source_id",
    ),
    "zoho": (
        "Lead Owner,Salutation,First Name,Last Name,Title,Company,Lead Source,Industry,Phone,"
        "Annual Revenue,Mobile,Fax,Email,Secondary Email,Skype ID,Web site,Lead Status,Rating,"
        "No. of Employees,Email Opt-out,Created By,Modified By,Created Time",
    ),
    "frappe": (
        "name,first_name,last_name,lead_name,email,mobile_no,organization,no_of_employees,source,"
        "territory,lead_owner,status,lost_reason,converted,sla_status,first_responded_on",
    ),
    "espocrm": (
        "id,firstName,lastName,title,status,source,industry,opportunityAmount,accountName,"
        "emailAddress,phoneNumber,doNotCall,convertedAt,createdAt,assignedUser",
    ),
    "bitrix24": (
        "ID,TITLE,NAME,LAST_NAME,PHONE,EMAIL,SOURCE_ID,STATUS_ID,STATUS_SEMANTIC_ID,"
        "ASSIGNED_BY_ID,COMPANY_TITLE,OPPORTUNITY,DATE_CREATE,COMMENTS,UTM_SOURCE",
    ),
    "getfly": (
        "Nhóm khách hàng,Nguồn khách hàng,Mối quan hệ,Người giới thiệu,Ngành nghề,Số điện thoại,"
        "Mã số thuế,Tỉnh/TP,Quận/huyện",
    ),
    "pushsale": (
        "Họ tên,Số điện thoại,Tin nhắn,Tên sản phẩm,Phân bổ cho sale,Tác nghiệp,Sau bao lâu,"
        "Tên landing",
    ),
    "misa": ("Họ và đệm,Tên,Email cá nhân,Tổ chức,Thẻ,Ghi chú",),
    "vietnamese_sheet": (
        "Họ tên,Số điện thoại,Ngày tạo,Nguồn,Trạng thái,Lý do,Nhân viên,Doanh thu",
        "HỌ TÊN,SỐ ĐIỆN THOẠI,NGÀY TẠO,NGUỒN,TRẠNG THÁI",
    ),
}
LINES = [(key, line) for key, lines in HEADERS.items() for line in lines]


def by_key(key):
    return next(system for system in systems() if system.key == key)


def test_every_data_file_is_tried_on_a_header_line():
    assert {system.key for system in systems()} == {*HEADERS, "general"}


@pytest.mark.parametrize(("key", "line"), LINES)
def test_a_header_line_of_it_is_recognised(key, line):
    found = recognise(line.split(","))
    assert found.system is not None
    assert found.system.key == key
    assert found.system.name in found.why


@pytest.mark.parametrize(("key", "line"), LINES)
def test_loose_accents_and_other_case_change_nothing(key, line):
    loose = unicodedata.normalize("NFD", line).upper()
    assert recognise(loose.split(",")).system == by_key(key)


@pytest.mark.parametrize(
    "line",
    [
        "Created,Product_ID,Source,Mobile,EMAIL,Sales_Agent,Location,Delivery_Mode,Status",
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value",
        "First Name,Last Name,Email,Phone",
        "a,b,c",
    ],
)
def test_what_nobody_in_particular_exports_is_no_system(line):
    found = recognise(line.split(","))
    assert found.system is None
    assert found.why == "no system's columns are recognised; read by their names"


def test_where_two_systems_fit_alike_none_is_taken():
    shared = "id,firstName,lastName,title,status,source,email,phone"
    assert recognise(shared.split(",")).system is None


def test_only_a_system_tried_on_a_real_export_says_so():
    assert {system.key for system in systems() if system.verified} == {"zoho"}


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.key)
def test_what_a_system_says_of_values_is_a_meaning_we_have(system):
    for target, values in system.values.items():
        allowed = {*MEANINGS.get(target, ()), "", "converted"}
        assert target not in MEANINGS or set(values.values()) <= allowed
    assert set(system.words) <= set(MEANINGS["lost_reason"])


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.key)
def test_no_name_stands_twice_for_one_column(system):
    told = [
        (names.of, target, header)
        for names in system.columns
        for target in names.to
        for header in names.headers
    ]
    assert len(told) == len(set(told))


def test_every_system_knows_the_lead_its_beginning_and_its_end():
    for system in systems():
        known = {name for names in system.columns if names.of == "leads" for name in names.to}
        assert {"lead_id", "created_at", "outcome", "source", "owner"} <= known
        assert known & {"full_name", *HELPERS}
