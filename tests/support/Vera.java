// Drives veraPDF: one line "flavours<TAB>path" in, then "PASS flavour" or "FAIL flavour" with its broken rules, and "END".

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Vera {
    private static final int MOST_FAULTS = 100;
    private static final PrintStream OUT = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split("\t", 2);
            for (String flavour : parts[0].split(",")) {
                check(flavour, new File(parts[1]));
            }
            OUT.println("END");
        }
    }

    private static void check(String name, File file) {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, MOST_FAULTS, false, false, false);
            ValidationResult result = validator.validate(parser);
            OUT.println((result.isCompliant() ? "PASS " : "FAIL ") + name + " " + result.getTotalAssertions());
            Map<String, String> rules = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    rules.putIfAbsent(rule, rule + ": " + assertion.getMessage());
                }
            }
            for (String rule : rules.values()) {
                OUT.println("RULE " + rule.replace('\n', ' ').replace('\r', ' '));
            }
        } catch (Exception broken) {
            OUT.println("FAIL " + name + " 0");
            OUT.println("RULE unreadable: " + String.valueOf(broken).replace('\n', ' '));
        }
    }
}
