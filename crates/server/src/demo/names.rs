//! The names that the demonstration uses. Thirteen communities bear names known from public reports; all else is
//! invented, and the whole is shown as demonstration data.

/// Chinese and English.
pub(super) type Pair = (&'static str, &'static str);

pub(super) const DISTRICT: Pair = ("下陆区", "Xialu District");

pub(super) const STREETS: [Pair; 5] =
    [("青松", "Qingsong"), ("梧桐", "Wutong"), ("金桂", "Jingui"), ("翠竹", "Cuizhu"), ("红枫", "Hongfeng")];

/// Communities of each street; their sum is the length of [`COMMUNITIES`].
pub(super) const COMMUNITIES_OF_STREET: [usize; 5] = [8, 7, 9, 7, 6];

pub(super) const COMMUNITIES: [Pair; 37] = [
    ("铜花", "Tonghua"),
    ("石榴园", "Shiliuyuan"),
    ("康宁", "Kangning"),
    ("海棠", "Haitang"),
    ("青龙山", "Qinglongshan"),
    ("丁香", "Dingxiang"),
    ("玉兰", "Yulan"),
    ("铜都", "Tongdu"),
    ("孔雀苑", "Kongqueyuan"),
    ("茉莉", "Moli"),
    ("广州路", "Guangzhou Road"),
    ("芙蓉", "Furong"),
    ("香樟", "Xiangzhang"),
    ("紫薇", "Ziwei"),
    ("银杏", "Yinxing"),
    ("杭州西路", "Hangzhou West Road"),
    ("杭州东路", "Hangzhou East Road"),
    ("月季", "Yueji"),
    ("白马山", "Baimashan"),
    ("腊梅", "Lamei"),
    ("杜鹃", "Dujuan"),
    ("水杉", "Shuishan"),
    ("牡丹", "Mudan"),
    ("芍药", "Shaoyao"),
    ("南湖", "Nanhu"),
    ("荷香", "Hexiang"),
    ("垂柳", "Chuiliu"),
    ("桃李", "Taoli"),
    ("团结", "Tuanjie"),
    ("百合", "Baihe"),
    ("云杉", "Yunshan"),
    ("大塘", "Datang"),
    ("木槿", "Mujin"),
    ("迎春", "Yingchun"),
    ("兰亭", "Lanting"),
    ("橘园", "Juyuan"),
    ("栀子", "Zhizi"),
];

/// Grids of each community; their sum is 378.
pub(super) const GRIDS_OF_COMMUNITY: [usize; 37] = [
    13, 11, 10, 9, 8, 11, 10, 14, 12, 9, 13, 10, 8, 11, 9, 14, 12, 10, 9, 11, 8, 10, 12, 9, 11, 10, 7, 9, 13, 8, 10,
    12, 9, 8, 10, 11, 7,
];

/// The ending of the id, and the names.
pub(super) const DEPARTMENTS: [(&str, Pair); 9] = [
    ("police", ("公安分局", "Public Security Branch")),
    ("urban", ("城市管理局", "Urban Management Bureau")),
    ("health", ("卫生健康局", "Health Bureau")),
    ("justice", ("司法局", "Justice Bureau")),
    ("housing", ("住房和城乡建设局", "Housing and Construction Bureau")),
    ("fire", ("消防救援大队", "Fire and Rescue Brigade")),
    ("market", ("市场监督管理局", "Market Supervision Bureau")),
    ("water", ("供水公司", "Water Company")),
    ("power", ("供电公司", "Power Company")),
];

pub(super) const FAMILY_NAMES: [Pair; 24] = [
    ("王", "Wang"),
    ("李", "Li"),
    ("张", "Zhang"),
    ("刘", "Liu"),
    ("陈", "Chen"),
    ("杨", "Yang"),
    ("黄", "Huang"),
    ("赵", "Zhao"),
    ("吴", "Wu"),
    ("周", "Zhou"),
    ("徐", "Xu"),
    ("孙", "Sun"),
    ("马", "Ma"),
    ("朱", "Zhu"),
    ("胡", "Hu"),
    ("郭", "Guo"),
    ("何", "He"),
    ("高", "Gao"),
    ("林", "Lin"),
    ("罗", "Luo"),
    ("郑", "Zheng"),
    ("梁", "Liang"),
    ("谢", "Xie"),
    ("宋", "Song"),
];

pub(super) const GIVEN_NAMES: [Pair; 30] = [
    ("秀英", "Xiuying"),
    ("建国", "Jianguo"),
    ("小禾", "Xiaohe"),
    ("志远", "Zhiyuan"),
    ("丽华", "Lihua"),
    ("晓东", "Xiaodong"),
    ("春梅", "Chunmei"),
    ("国强", "Guoqiang"),
    ("雨欣", "Yuxin"),
    ("文博", "Wenbo"),
    ("桂兰", "Guilan"),
    ("海涛", "Haitao"),
    ("雪梅", "Xuemei"),
    ("立军", "Lijun"),
    ("思源", "Siyuan"),
    ("玉珍", "Yuzhen"),
    ("明辉", "Minghui"),
    ("静怡", "Jingyi"),
    ("永福", "Yongfu"),
    ("佳慧", "Jiahui"),
    ("大勇", "Dayong"),
    ("红霞", "Hongxia"),
    ("子轩", "Zixuan"),
    ("素芳", "Sufang"),
    ("振华", "Zhenhua"),
    ("亚楠", "Yanan"),
    ("安平", "Anping"),
    ("新月", "Xinyue"),
    ("长江", "Changjiang"),
    ("巧云", "Qiaoyun"),
];
