//! The demonstration's standard answers.

use pingan_api::{
    cases::{CaseKind, Category},
    desk::ActKind,
};

/// For which act, kind and category, title, and what residents read.
pub(super) type Entry = (ActKind, Option<CaseKind>, Option<Category>, &'static str, &'static str);

pub(super) const ANSWERS: [Entry; 14] = [
    (ActKind::Accept, None, None, "已受理", "您反映的问题已经收到，我们马上安排人去看。"),
    (ActKind::Accept, Some(CaseKind::Appeal), None, "诉求受理", "您的诉求已经受理，两个工作日内给您答复。"),
    (ActKind::Reject, None, None, "不归本区管", "这件事不归本区管，您可以拨打12345，由市里转办。"),
    (ActKind::Reject, None, None, "现场没找到", "网格员到现场没有找到您说的情况，欢迎补充位置和照片后再报。"),
    (ActKind::Reject, None, None, "已有公示", "这里正在按公示的工期施工，完工后会恢复，请您谅解。"),
    (ActKind::Assign, None, Some(Category::StreetLight), "转城管修灯", "已交给城市管理局，路灯一般三个工作日内修好。"),
    (ActKind::Assign, None, Some(Category::WaterLeak), "转供水抢修", "已交给供水公司，抢修人员会尽快到场。"),
    (ActKind::Ask, None, None, "问具体位置", "请补充：具体在几栋几单元、几楼？"),
    (ActKind::Ask, None, None, "问时间", "请补充：一般什么时候出现，持续多久？"),
    (ActKind::Return, None, None, "不是本单位职责", "经核实不属于本单位职责，请重新分派。"),
    (ActKind::Resolve, None, Some(Category::Rubbish), "已清运", "堆放的垃圾已经清走，地面已冲洗，每天会加派一次巡查。"),
    (ActKind::Resolve, None, Some(Category::StreetLight), "灯已修好", "灯具已更换，今晚恢复照明，请您看看。"),
    (ActKind::Resolve, None, None, "已处理", "已经处理好了，请您到现场看看，有问题直接告诉我们。"),
    (ActKind::Decline, None, None, "非本单位处置", "现场情况不属于本单位处置范围。"),
];
