//! What roles there are and what each may do: one table, which the server decides by and the app draws its buttons from.

use crate::slug_enum;

slug_enum! {
    /// What somebody of the staff is. A role is granted on a unit and holds there and below.
    pub enum Role {
        GridMember = "grid_member",
        CommunityDesk = "community_desk",
        StreetDispatcher = "street_dispatcher",
        DepartmentHandler = "department_handler",
        DistrictAdmin = "district_admin",
        /// Of content: events, articles, quizzes, standard answers.
        Editor = "editor",
        VolunteerCoordinator = "volunteer_coordinator",
    }
}

slug_enum! {
    /// What somebody may do.
    pub enum Permission {
        /// See what waits for a unit.
        ReadQueue = "read_queue",
        /// See a case whole: words, exact place, photos, notes.
        ReadCase = "read_case",
        /// See how to reach a reporter; each time is audited.
        ReadContact = "read_contact",
        /// Accept, reject, assign, start, ask, transfer, return, resolve, and write notes.
        MoveCase = "move_case",
        /// Merge, unmerge, split.
        MergeCases = "merge_cases",
        /// Call other units to a case.
        Whistle = "whistle",
        /// Draw over faces and plates, hide a photo or a case from the public.
        Redact = "redact",
        /// Keep a device or an account from reporting for a while.
        Block = "block",
        EditStandardAnswers = "edit_standard_answers",
        /// Working days and hours, which the clocks go by.
        EditCalendar = "edit_calendar",
        ReadDashboard = "read_dashboard",
        /// Take lists and figures out as files.
        Export = "export",
        ReadAudit = "read_audit",
        /// Give and end roles, on one's own units and below.
        GrantRoles = "grant_roles",
        /// Events, articles, quizzes, notices.
        Publish = "publish",
        /// Teams, posts, shifts, attendance.
        ManageVolunteers = "manage_volunteers",
    }
}

impl Role {
    /// Everything that the role may do. This is the whole of it: what is not here is not allowed.
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::*;
        match self {
            Role::GridMember => &[ReadQueue, ReadCase, ReadContact, MoveCase, Redact],
            Role::CommunityDesk => {
                &[ReadQueue, ReadCase, ReadContact, MoveCase, MergeCases, Redact, ReadDashboard, ManageVolunteers]
            }
            Role::StreetDispatcher => &[
                ReadQueue,
                ReadCase,
                ReadContact,
                MoveCase,
                MergeCases,
                Whistle,
                Redact,
                Block,
                ReadDashboard,
                Export,
                ManageVolunteers,
            ],
            Role::DepartmentHandler => {
                &[ReadQueue, ReadCase, ReadContact, MoveCase, Whistle, Redact, ReadDashboard, Export]
            }
            Role::DistrictAdmin => Permission::ALL,
            Role::Editor => &[EditStandardAnswers, Publish],
            Role::VolunteerCoordinator => &[ManageVolunteers],
        }
    }

    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, Role};

    #[test]
    fn only_the_admin_grants_and_reads_the_audit_log() {
        for role in Role::ALL {
            let is_admin = *role == Role::DistrictAdmin;
            assert_eq!(role.may(Permission::GrantRoles), is_admin, "{role}");
            assert_eq!(role.may(Permission::ReadAudit), is_admin, "{role}");
        }
    }

    #[test]
    fn whoever_sees_a_contact_sees_the_case() {
        for role in Role::ALL.iter().filter(|role| role.may(Permission::ReadContact)) {
            assert!(role.may(Permission::ReadCase) && role.may(Permission::ReadQueue), "{role}");
        }
    }

    #[test]
    fn every_permission_is_somebodys_and_no_role_names_one_twice() {
        for permission in Permission::ALL {
            assert!(Role::ALL.iter().any(|role| role.may(*permission)), "{permission}");
        }
        for role in Role::ALL {
            let mut seen = role.permissions().to_vec();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), role.permissions().len(), "{role}");
        }
    }
}
