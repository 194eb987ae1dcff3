//! Sources that cannot be read, are something else, or lead elsewhere.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::{Disturbance, hold};
use crate::support::TestProject;

/// Takes every right to a file or folder from its owner.
fn forbid(project: &TestProject, path: &str) {
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(0o000)).unwrap();
}

#[test]
fn what_cannot_be_read_is_not_gone() {
    hold(&[
        Disturbance::of_build(
            "a translation that may not be read",
            |project| forbid(project, "briefs/a/lang/fr.toml"),
            3,
            &["briefs/a/lang/fr.toml"],
        ),
        Disturbance {
            but: &["briefs/a/lang/fr.toml"],
            ..Disturbance::of_build(
                "a translation that is a link to itself",
                |project| {
                    fs::remove_file(project.path("briefs/a/lang/fr.toml")).unwrap();
                    symlink("fr.toml", project.path("briefs/a/lang/fr.toml")).unwrap();
                },
                3,
                &["briefs/a/lang/fr.toml"],
            )
        },
    ]);
}
