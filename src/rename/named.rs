//! Paths of a project that lead into a brief's folder.

/// The name of the folder of briefs in a project.
pub const BRIEFS: &str = "briefs";

/// A path as a file writes it, relative to the folder `base` of the project, with another name where it
/// names the folder of a brief; `None` where it does not.
pub fn renamed(path: &str, base: &[&str], old: &str, new: &str) -> Option<String> {
    let mut stack: Vec<&str> = base.to_vec();
    let mut renamed = String::new();
    let mut is_other = false;
    for (number, part) in path.split('/').enumerate() {
        if number > 0 {
            renamed.push('/');
        }
        let mut written = part;
        match part {
            "" | "." => {}
            ".." => drop(stack.pop()),
            name => {
                stack.push(name);
                if stack == [BRIEFS, old] {
                    (written, is_other) = (new, true);
                }
            }
        }
        renamed.push_str(written);
    }
    is_other.then_some(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_into_the_folder_under_its_new_name() {
        let top = |path| renamed(path, &[], "a", "b");
        assert_eq!(top("briefs/a/logo.svg").as_deref(), Some("briefs/b/logo.svg"));
        assert_eq!(top("./briefs//a/a/a.svg").as_deref(), Some("./briefs//b/a/a.svg"));
        assert_eq!(top("x/../briefs/a/l.svg").as_deref(), Some("x/../briefs/b/l.svg"));
        // What passes through the folder does not lead on when it has another name.
        assert_eq!(top("briefs/a/../c/l.svg").as_deref(), Some("briefs/b/../c/l.svg"));
        for other in ["a/logo.svg", "briefs/aa/l.svg", "x/briefs/a/l.svg", "briefs/A/l.svg", ""] {
            assert_eq!(top(other), None, "{other}");
        }
        let beside = |path, own| renamed(path, &[BRIEFS, own], "a", "b");
        assert_eq!(beside("../a/v.csv", "c").as_deref(), Some("../b/v.csv"));
        assert_eq!(beside("../../briefs/a/v.csv", "c").as_deref(), Some("../../briefs/b/v.csv"));
        // Its own folder it leaves and enters by name.
        assert_eq!(beside("../a/v.csv", "a").as_deref(), Some("../b/v.csv"));
        assert_eq!(beside("data/v.csv", "a"), None);
    }
}
