//! Links that lead to what is moved: they are to lead to its new place.

use std::path::{Component, Path, PathBuf};

use super::step::Move;

/// Where a link in a folder is to lead once things have other places; `None` where it leads to none of
/// them by its own words. Whatever has another place stays in its folder.
pub fn led(root: &Path, folder: &str, target: &Path, moves: &[Move]) -> Option<PathBuf> {
    let other_name = |place: &Path| {
        let place = place.strip_prefix(root).ok()?;
        let step = moves.iter().find(|step| Path::new(&step.from) == place)?;
        Path::new(&step.to).file_name()
    };
    let (mut place, mut written) = (root.join(folder), PathBuf::new());
    let mut is_other = false;
    for part in target.components() {
        let mut name = part.as_os_str();
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(place.pop()),
            Component::Prefix(_) | Component::RootDir => place.push(part),
            Component::Normal(_) => {
                place.push(part);
                // A link on the way is led to the new place by itself.
                let is_link = place.is_symlink();
                place = place.canonicalize().unwrap_or(place);
                if let Some(other) = other_name(&place).filter(|_| !is_link) {
                    (name, is_other) = (other, true);
                }
            }
        }
        written.push(name);
    }
    is_other.then_some(written)
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_lead_to_what_has_another_place() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for made in ["briefs/a/a", "briefs/c", "po", "x/y/briefs/a"] {
            fs::create_dir_all(root.join(made)).unwrap();
        }
        fs::write(root.join("po/a.po"), "").unwrap();
        symlink("briefs", root.join("all")).unwrap();
        symlink("briefs/a", root.join("one")).unwrap();
        symlink("../x/y", root.join("briefs/deep")).unwrap();
        symlink(&root, root.join("x/whole")).unwrap();
        let moves = [("po/a.po", "po/b.po"), ("briefs/a", "briefs/b")];
        let moves = moves.map(|(from, to)| Move { from: from.into(), to: to.into() });
        let led = |folder, target: &str| {
            let after = led(&root, folder, Path::new(target), &moves)?;
            Some(after.to_str().unwrap().replace(root.to_str().unwrap(), "ROOT"))
        };
        for (folder, target, after) in [
            ("", "briefs/a/l.svg", "briefs/b/l.svg"),
            ("", "./briefs/a", "./briefs/b"),
            ("briefs/c", "../a/a/a.svg", "../b/a/a.svg"),
            ("briefs/c", "../a/../a", "../b/../b"),
            ("po", "a.po", "b.po"),
            // Not there yet.
            ("", "briefs/a/none/l.svg", "briefs/b/none/l.svg"),
            // By way of links.
            ("", "all/a/l.svg", "all/b/l.svg"),
            ("", "x/whole/briefs/a", "x/whole/briefs/b"),
            ("briefs", "deep/../../briefs/a", "deep/../../briefs/b"),
            // From within: what leaves the folder and enters it by name.
            ("briefs/a/a", "../../a/l.svg", "../../b/l.svg"),
        ] {
            assert_eq!(led(folder, target).as_deref(), Some(after), "{folder}: {target}");
        }
        let whole = root.join("briefs/a/l.svg");
        assert_eq!(led("x", whole.to_str().unwrap()).as_deref(), Some("ROOT/briefs/b/l.svg"));
        for (folder, target) in [
            ("", "one/l.svg"),
            ("", "briefs/c/a"),
            ("", "briefs/deep/briefs/a"),
            ("briefs/a/a", "../l.svg"),
            ("briefs/a/a", "../../c/l.svg"),
            ("x/y", "briefs/a/l.svg"),
            ("", "/briefs/a/l.svg"),
            ("", "../../../../../../../.."),
        ] {
            assert_eq!(led(folder, target), None, "{folder}: {target}");
        }
    }
}
