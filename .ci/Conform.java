import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

/** Judges each PDF against each profile and prints a line for each, and one for each rule broken. */
public class Conform {
    private static final int MOST_FAILURES = 100;

    public static void main(String[] args) {
        LogManager.getLogManager().reset();
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        if (args.length < 2) {
            System.err.println("usage: Conform PROFILES FILE…");
            System.exit(2);
        }
        int exit = 0;
        for (int i = 1; i < args.length; i++) {
            for (String id : args[0].split(",")) {
                exit = Math.max(exit, judge(new File(args[i]), id));
            }
        }
        System.exit(exit);
    }

    private static int judge(File file, String id) {
        PDFAFlavour profile = PDFAFlavour.byFlavourId(id);
        if (profile == PDFAFlavour.NO_FLAVOUR) {
            System.err.println("no profile " + id);
            return 2;
        }
        try (var parser = Foundries.defaultInstance().createParser(file, profile);
                var validator = ValidatorFactory.createValidator(profile, MOST_FAILURES, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "conforms" : "DOES NOT CONFORM";
            System.out.println(file + ": " + verdict + " to " + id + ", " + result.getTotalAssertions() + " checks");
            Map<String, String> broken = new LinkedHashMap<>();
            for (TestAssertion check : result.getTestAssertions()) {
                if (check.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
                    broken.putIfAbsent(rule, check.getMessage() + " at " + check.getLocation().getContext());
                }
            }
            broken.forEach((rule, message) -> System.out.println("  " + rule + ": " + message));
            return result.isCompliant() ? 0 : 1;
        } catch (Exception error) {
            System.err.println(file + ": cannot be judged: " + error);
            return 2;
        }
    }
}
