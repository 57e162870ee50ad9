//! What happened to the demonstration's cases: one story for each way that a case can go.

use pingan_api::cases::{Category, Event, Ground, State, Who};

/// One thing that happened, some hours after the one before.
pub(super) struct Turn {
    pub(super) after: f64,
    pub(super) event: Event,
    pub(super) who: Who,
    pub(super) words: Words,
}

/// What the desk says with it.
#[derive(Clone, Copy)]
pub(super) enum Words {
    None,
    Said(&'static str),
    /// What was done about this kind of hazard.
    Done,
    /// Why it is not taken on.
    Refused(Ground, &'static str),
}

pub(super) struct Story {
    /// Cases that went this way.
    pub(super) cases: usize,
    pub(super) turns: &'static [Turn],
    pub(super) state: State,
}

const fn turn(after: f64, event: Event, who: Who, words: Words) -> Turn {
    Turn { after, event, who, words }
}

const ACCEPT: Turn = turn(0.6, Event::Accept, Who::Desk, Words::None);
const ASSIGN: Turn = turn(1.5, Event::Assign, Who::Desk, Words::None);
const START: Turn = turn(5.0, Event::Start, Who::Handler, Words::Said("已派人到现场查看。"));
const RESOLVE: Turn = turn(20.0, Event::Resolve, Who::Handler, Words::Done);

/// It lay for too long, and the level above has it.
const LATE: Turn = turn(80.0, Event::Overdue, Who::System, Words::None);
const WHISTLE: Turn = turn(1.0, Event::Whistle, Who::Dispatcher, Words::Said("请各单位到现场会商处置。"));

pub(super) const STORIES: [Story; 17] = [
    Story { cases: 7, state: State::Submitted, turns: &[] },
    Story { cases: 6, state: State::Accepted, turns: &[ACCEPT] },
    Story { cases: 2, state: State::Accepted, turns: &[ACCEPT, LATE] },
    Story { cases: 6, state: State::Assigned, turns: &[ACCEPT, ASSIGN] },
    Story { cases: 2, state: State::Assigned, turns: &[ACCEPT, WHISTLE] },
    Story { cases: 8, state: State::InProgress, turns: &[ACCEPT, ASSIGN, START] },
    Story { cases: 1, state: State::InProgress, turns: &[ACCEPT, ASSIGN, START, LATE] },
    Story { cases: 2, state: State::InProgress, turns: &[ACCEPT, WHISTLE, START] },
    Story {
        cases: 1,
        state: State::InProgress,
        turns: &[
            ACCEPT,
            ASSIGN,
            START,
            RESOLVE,
            turn(9.0, Event::Dispute, Who::Reporter, Words::None),
            ASSIGN,
            turn(2.0, Event::Start, Who::Handler, Words::Said("居民反映仍未解决，街道已到场督办。")),
        ],
    },
    Story {
        cases: 3,
        state: State::AwaitingResident,
        turns: &[ACCEPT, ASSIGN, turn(3.0, Event::Ask, Who::Handler, Words::Said("请补充：具体在几单元、几楼？"))],
    },
    Story { cases: 8, state: State::Resolved, turns: &[ACCEPT, ASSIGN, START, RESOLVE] },
    Story {
        cases: 8,
        state: State::Closed,
        turns: &[ACCEPT, ASSIGN, START, RESOLVE, turn(14.0, Event::Confirm, Who::Reporter, Words::None)],
    },
    Story {
        cases: 2,
        state: State::Closed,
        turns: &[ACCEPT, ASSIGN, START, RESOLVE, turn(168.0, Event::Lapse, Who::System, Words::None)],
    },
    Story {
        cases: 1,
        state: State::Rejected,
        turns: &[turn(
            3.0,
            Event::Reject,
            Who::Desk,
            Words::Refused(Ground::NoFault, "经核实为正在施工的围挡，已公示工期，施工结束后拆除。"),
        )],
    },
    Story {
        cases: 1,
        state: State::Rejected,
        turns: &[turn(
            5.0,
            Event::Reject,
            Who::Desk,
            Words::Refused(Ground::NotFound, "照片看不清位置，现场没有找到，欢迎重新上报。"),
        )],
    },
    Story {
        cases: 1,
        state: State::Merged,
        turns: &[turn(1.0, Event::Merge, Who::Desk, Words::Said("邻居已报过同一处，合并处理。"))],
    },
    Story { cases: 1, state: State::Withdrawn, turns: &[turn(2.0, Event::Withdraw, Who::Reporter, Words::None)] },
];

/// What the reporter wrote, where it is, what was done in the end, and which department did it.
pub(super) struct Telling {
    pub(super) text: &'static str,
    pub(super) landmark: &'static str,
    pub(super) done: &'static str,
    pub(super) department: &'static str,
}

pub(super) const fn telling(category: Category) -> Telling {
    let (text, landmark, done, department) = match category {
        Category::BlockedExit => ("楼道出口堆满纸箱，门都推不开。", "2单元一楼", "杂物已清走，通道畅通。", "fire"),
        Category::ExposedWires => ("电表箱门掉了，线头露在外面。", "楼道口电表箱", "线头已包好，箱门已换新。", "power"),
        Category::RoadManhole => ("井盖移位，晚上看不见，很危险。", "公交站旁", "井盖已复位并加固。", "housing"),
        Category::FacadeSign => ("店招斜了，风一吹就晃。", "临街商铺", "松动的招牌已拆除。", "urban"),
        Category::GasSmell => ("进楼就闻到一股煤气味。", "3单元楼梯间", "接口已更换，检测合格。", "housing"),
        Category::EbikeCharging => ("电动车停在楼梯间，从窗户拉线充电。", "楼梯间", "已劝导移车，飞线已拆除。", "fire"),
        Category::WaterLeak => ("路面一直往外冒水。", "路口东侧", "破损水管已修好，路面已回填。", "water"),
        Category::StreetLight => ("路灯好几天不亮了。", "小区后门小路", "灯具已更换，恢复照明。", "urban"),
        Category::Rubbish => ("垃圾桶旁边堆了一周没人清。", "菜市场侧门", "已清运，并加派一次巡查。", "urban"),
        Category::Trees => ("树倒在路边，挡住了半边路。", "林荫路中段", "倒树已锯断运走。", "urban"),
        Category::Elevator => ("电梯门关不严，卡在半层。", "1号楼东侧电梯", "门机已检修，恢复运行。", "market"),
        _ => ("护栏断了一截，孩子常在这里玩。", "水塘边", "护栏已补齐。", "urban"),
    };
    Telling { text, landmark, done, department }
}

/// What neighbours add when they join.
pub(super) const NEIGHBOURS: [&str; 5] =
    ["我家也受影响。", "今天早上还在，没人管。", "老人小孩都从这里走，请快一点。", "", "晚上更明显。"];
