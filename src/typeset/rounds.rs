//! Laying a template out, round by round. What it reads of its own pages, such as how many there are, is
//! known after a round at the earliest: pages are laid out again until what was read of them is what
//! they are.

use std::collections::BTreeSet;
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

use super::ending;
use super::problem::TypesetError;
use super::world::Typesetter;

/// Where everything stands on some pages, for a template that asks.
pub type PagePositions = Arc<PagedIntrospector>;

/// A document that was laid out once: its pages, but for what it reads of them.
pub struct FirstLayout {
    template: String,
    data: Vec<u8>,
    content: Content,
    /// What the first round took for where things stand, and what came of it and of each further round.
    rounds: Vec<Option<PagePositions>>,
    document: PagedDocument,
    /// Whether what was read of the pages is what they are.
    holds: bool,
    /// What was said of the evaluation, and of the last round.
    said: (Sink, Sink),
    /// What was read.
    reads: BTreeSet<String>,
}

impl FirstLayout {
    /// How many pages there are.
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// The share of the last page's text area that is used, if the template says it and there is more
    /// than one page.
    pub fn last_page(&self) -> Option<f64> {
        ending::last_page(self.document.introspector(), self.document.pages())
    }

    /// Where everything stands on its pages.
    pub fn positions(&self) -> PagePositions {
        self.document.introspector().clone()
    }
}

impl Typesetter {
    /// Evaluates a template with its data, a JSON document, and lays it out once. What it reads of its pages
    /// is taken from others that are nearly the same, if there are any.
    pub fn lay_out_once(
        &mut self,
        template: &str,
        data: Vec<u8>,
        like: Option<PagePositions>,
    ) -> Result<FirstLayout, TypesetError> {
        self.prepare(template, data.clone());
        let mut said = Sink::new();
        let done = evaluated(self, &mut said).and_then(|content| {
            let round = lay_out(self, &content, like.as_deref())?;
            Ok((content, round))
        });
        match done {
            Ok((content, LayoutRound { document, holds, said: of_round })) => Ok(FirstLayout {
                template: template.into(),
                data,
                content,
                rounds: vec![like, Some(document.introspector().clone())],
                document,
                holds,
                said: (said, of_round),
                reads: self.reads().into_iter().collect(),
            }),
            Err(errors) => Err(self.refusal(&errors, &said.warnings())),
        }
    }

    /// Lays a document out until what it reads of its pages is what they are.
    pub(super) fn settled(&mut self, mut first: FirstLayout) -> Result<Settled, TypesetError> {
        self.prepare_again(&first.template, std::mem::take(&mut first.data));
        while !first.holds && first.rounds.len() <= MAX_ITERS {
            let before = first.rounds.last().and_then(Option::as_deref);
            let LayoutRound { document, holds, said } = lay_out(self, &first.content, before)
                .map_err(|errors| self.refusal(&errors, &EcoVec::new()))?;
            first.rounds.push(Some(document.introspector().clone()));
            (first.document, first.holds, first.said.1) = (document, holds, said);
        }
        let unsettled = if first.holds { EcoVec::new() } else { differing(self, &first) };
        let (mut said, of_round) = first.said;
        said.extend_from_sink(of_round);
        unsettled.into_iter().for_each(|warning| said.warn(warning));
        let delayed = said.delayed();
        let warnings = said.warnings();
        if !delayed.is_empty() {
            return Err(self.refusal(&delayed, &warnings));
        }
        first.reads.extend(self.reads());
        Ok(Settled { document: first.document, warnings, reads: first.reads })
    }
}

/// A document whose pages are what it read of them.
pub(super) struct Settled {
    pub document: PagedDocument,
    /// What the compiler warns of.
    pub warnings: EcoVec<SourceDiagnostic>,
    /// What was read: files, by the path templates use.
    pub reads: BTreeSet<String>,
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
fn differing(world: &dyn World, first: &FirstLayout) -> EcoVec<SourceDiagnostic> {
    let nothing = EmptyIntrospector;
    let mut positionss = [&nothing as &dyn Introspector; MAX_ITERS + 1];
    for (positions, round) in positionss.iter_mut().zip(&first.rounds) {
        if let Some(round) = round {
            *positions = round.as_ref();
        }
    }
    analyze(world.track(), positionss, first.said.1.introspections())
}
