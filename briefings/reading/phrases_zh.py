"""Chinese source phrases for readers of English: 管理人 is the administrator, 奇瑞一名高管 a Chery executive."""

from __future__ import annotations

from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page

_OFFICES = (
    ("国资委", "state-assets commission"),
    ("生态环境厅", "environment department"),
    ("法院", "court"),
    ("消费税厅", "excise department"),
    ("县政府", "county government"),
    ("市政府", "city government"),
    ("省政府", "provincial government"),
    ("政府", "government"),
    ("开发区", "development zone"),
    ("经开区", "economic development zone"),
    ("管委会", "development zone"),
    ("海关", "customs"),
)
_ENGLISH = (
    ("官员", "official"),
    ("管理人", "administrator"),
    ("老板", "business owner"),
    ("总代理", "importer"),
    ("朋友圈", "social media"),
    ("短视频", "social media"),
    ("微信群", "chat groups"),
    ("清盘人", "liquidator"),
    ("门卫", "guard"),
    ("保安", "guard"),
    ("博主", "blogger"),
    ("大V", "blogger"),
    ("网友", "internet users"),
    ("前员工", "former employee"),
    ("离职员工", "former employee"),
    ("员工", "employee"),
    ("经销商", "dealer"),
    ("供应商", "supplier"),
    ("供应链", "supply-chain sources"),
    ("合作方", "business partner"),
    ("销售", "sales staff"),
    ("门店", "store"),
    ("车主", "owners"),
    ("工会", "union"),
    ("律师", "lawyer"),
    ("分析师", "analyst"),
    ("分析人士", "analysts"),
    ("券商", "brokerage"),
    ("投行", "investment bank"),
    ("专家", "expert"),
    ("国资委", "state-assets commission"),
    ("法院", "court"),
    ("消费税厅", "excise department"),
    ("部长", "minister"),
    ("大臣", "minister"),
    ("市长", "mayor"),
    ("市政府", "city government"),
    ("省政府", "provincial government"),
    ("政府", "government"),
    ("开发区", "development zone"),
    ("海关", "customs"),
    ("乘联会", "China Passenger Car Association"),
    ("中汽协", "China Association of Automobile Manufacturers"),
    ("协会", "association"),
    ("官员", "official"),
    ("发言人", "spokesperson"),
    ("负责人", "manager"),
    ("高管", "executive"),
    ("总监", "director"),
    ("经理", "manager"),
    ("内部文件", "internal document"),
    ("文件", "document"),
    ("财报", "results"),
    ("招股书", "prospectus"),
    ("公示", "public notice"),
    ("公告", "announcement"),
    ("目录", "catalogue"),
    ("知情人", "people familiar"),
    ("自媒体", "social media"),
    ("知情", "people familiar"),
    ("接近", "people close"),
    ("人士", "insider"),
    ("监管", "regulator"),
    ("交易所", "exchange"),
    ("群", "chat groups"),
)


def shown(page: Page, start: int, end: int) -> str:
    """A Chinese source phrase for readers of English, where it is a common one; else as it stands."""
    words = page.text[start:end].strip('，。：； "”“')
    role = next((english for chinese, english in _ENGLISH if chinese in words), None)
    if role is None:
        return words
    office = next((english for chinese, english in _OFFICES if chinese in words), None)
    role = f"{office} {role}" if office and office != role else role
    houses = page.named(start, end, Kind.COMPANY, Kind.RECORD)
    return " ".join([*(_house(page, one) for one in houses[:1]), role])


def _house(page: Page, house: Mention) -> str:
    return page.watchlist.name_of(house.company) if house.company else house.name
