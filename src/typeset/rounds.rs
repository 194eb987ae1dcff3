//! Laying a template out, round by round. What it reads of its own pages, such as how many there are, is
//! known after a round at the earliest: pages are laid out again until what was read of them is what
//! they are.

use std::sync::Arc;

use typst::World;
use typst::comemo::{Constraint, Track};
use typst::diag::{SourceDiagnostic, SourceResult};
use typst::ecow::{EcoVec, eco_vec};
use typst::engine::{Engine, Route, Sink, Traced};
use typst::foundations::{Content, Output, StyleChain, Target, TargetElem};
use typst::introspection::{EmptyIntrospector, Introspector, MAX_ITERS, analyze};
use typst::syntax::Span;
use typst::utils::Protected;
use typst_layout::{PagedDocument, PagedIntrospector};

use super::problem::TypesetError;
use super::world::Typesetter;

/// Where everything stands on some pages, for a template that asks.
pub type PagePositions = Arc<PagedIntrospector>;

impl Typesetter {
    /// Evaluates a template with its data, a JSON document, and lays it out until what it reads of its pages
    /// is what they are. At first that is taken from others that are nearly the same, if there are any.
    pub(super) fn settled(
        &mut self,
        template: &str,
        data: Vec<u8>,
        like: Option<PagePositions>,
    ) -> Result<Settled, TypesetError> {
        self.prepare(template, data);
        let mut said = Sink::new();
        let content = match evaluated(self, &mut said) {
            Ok(content) => content,
            Err(errors) => return Err(self.refusal(&errors, &said.warnings())),
        };
        // What the first round took for where things stand, and what came of each round.
        let mut rounds = vec![like];
        let (document, of_last) = loop {
            let before = rounds.last().and_then(Option::as_deref);
            let LayoutRound { document, holds, said: of_round } =
                lay_out(self, &content, before)
                    .map_err(|errors| self.refusal(&errors, &EcoVec::new()))?;
            rounds.push(Some(document.introspector().clone()));
            if holds {
                said.extend_from_sink(of_round);
                break (document, EcoVec::new());
            }
            if rounds.len() > MAX_ITERS {
                let differing = differing(self, &rounds, &of_round);
                said.extend_from_sink(of_round);
                break (document, differing);
            }
        };
        of_last.into_iter().for_each(|warning| said.warn(warning));
        let delayed = said.delayed();
        let warnings = said.warnings();
        if !delayed.is_empty() {
            return Err(self.refusal(&delayed, &warnings));
        }
        Ok(Settled { document, warnings })
    }
}

/// A document whose pages are what it read of them.
pub(super) struct Settled {
    pub document: PagedDocument,
    /// What the compiler warns of.
    pub warnings: EcoVec<SourceDiagnostic>,
}

/// What came of laying out once.
struct LayoutRound {
    document: PagedDocument,
    holds: bool,
    said: Sink,
}

/// The content of the main template.
fn evaluated(world: &dyn World, said: &mut Sink) -> SourceResult<Content> {
    let main = world.main();
    let source = world
        .source(main)
        .map_err(|error| eco_vec![SourceDiagnostic::error(Span::detached(), error)])?;
    let module = typst_eval::eval(
        world.track(),
        world.library(),
        Traced::default().track(),
        said.track_mut(),
        Route::default().track(),
        &source,
    )?;
    Ok(module.content())
}

/// Lays out once, with what is known of where things stand.
fn lay_out(
    world: &dyn World,
    content: &Content,
    known: Option<&PagedIntrospector>,
) -> SourceResult<LayoutRound> {
    let nothing = EmptyIntrospector;
    let known = known.map_or(&nothing as &dyn Introspector, |known| known);
    let target = TargetElem::target.set(Target::Paged).wrap();
    let base = StyleChain::new(&world.library().styles);
    let (constraint, traced) = (Constraint::new(), Traced::default());
    let mut said = Sink::new();
    let mut engine = Engine {
        library: world.library(),
        world: world.track(),
        introspector: Protected::new(known.track_with(&constraint)),
        traced: traced.track(),
        sink: said.track_mut(),
        route: Route::default(),
    };
    let document = PagedDocument::create(&mut engine, content, base.chain(&target))?;
    let holds = constraint.validate(Output::introspector(&document));
    Ok(LayoutRound { document, holds, said })
}

/// What is another on the pages of each round.
fn differing(
    world: &dyn World,
    rounds: &[Option<PagePositions>],
    said: &Sink,
) -> EcoVec<SourceDiagnostic> {
    let nothing = EmptyIntrospector;
    let mut of_rounds = [&nothing as &dyn Introspector; MAX_ITERS + 1];
    for (positions, round) in of_rounds.iter_mut().zip(rounds) {
        if let Some(round) = round {
            *positions = round.as_ref();
        }
    }
    analyze(world.track(), of_rounds, said.introspections())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typst::diag::Warned;
    use typst::utils::hash128;

    use super::super::fonts::Fonts;
    use super::*;
    use crate::limits::Limits;
    use crate::templates::TemplateFiles;

    /// Reads how many pages there are, on which of them a heading stands, and moves what comes after.
    const READING: &str = r#"
        #set page(width: 200pt, height: 100pt, footer: context [#here().page() of #counter(page).final().first()])
        #context for one in query(heading) [#one.body #one.location().page()#linebreak()]
        #let gap = json("/brief.json").gap * 1pt
        #for at in range(6) [= Part #at #v(gap)]
        #context v(10pt * counter(page).final().first())
        = Last
    "#;

    /// Is another in each round.
    const RESTLESS: &str =
        "#let s = state(\"s\", 1)\n#context s.update(s.final() + 1)\n#context s.get()";

    fn typesetter(template: &str) -> Typesetter {
        let named = BTreeMap::from([("a/main.typ".to_string(), template.as_bytes().to_vec())]);
        let (fonts, _) = Fonts::load(&[], &Limits::default());
        Typesetter::new(&TemplateFiles::of(named), BTreeMap::new(), Arc::new(fonts))
    }

    /// What Typst itself makes of what is prepared.
    fn by_typst(typesetter: &Typesetter) -> (u128, usize) {
        let Warned { output, warnings } = typst::compile::<PagedDocument>(typesetter);
        (hash128(&output.unwrap()), warnings.len())
    }

    fn settled(
        typesetter: &mut Typesetter,
        data: &str,
        like: Option<PagePositions>,
    ) -> (u128, usize, PagePositions) {
        let settled = typesetter.settled("a", data.into(), like);
        let Settled { document, warnings } = settled.ok().unwrap();
        (hash128(&document), warnings.len(), document.introspector().clone())
    }

    #[test]
    fn what_settles_is_what_typst_makes() {
        let mut ours = typesetter(READING);
        let (document, warnings, positions) = settled(&mut ours, r#"{ "gap": 4 }"#, None);
        assert_eq!((document, warnings), by_typst(&ours));
        let again = settled(&mut ours, r#"{ "gap": 4 }"#, Some(positions.clone()));
        assert_eq!(again.0, document, "from where things stand in the end");
        // Where things stood with other gaps is where the next ones start from, and nothing more.
        let (other, warnings, _) = settled(&mut ours, r#"{ "gap": 30 }"#, Some(positions));
        assert_ne!(other, document);
        assert_eq!((other, warnings), by_typst(&ours));
    }

    #[test]
    fn what_never_settles_is_told_as_typst_tells_it() {
        let mut ours = typesetter(RESTLESS);
        let (document, warnings, _) = settled(&mut ours, "{}", None);
        assert_eq!((document, warnings), by_typst(&ours));
        assert!(warnings > 1);
    }
}
