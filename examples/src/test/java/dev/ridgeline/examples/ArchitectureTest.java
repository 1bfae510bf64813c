package dev.ridgeline.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows of the design. It stands in examples because only examples sees every module; a
 * class belongs to the module whose jar or {@code target/classes} it was read from.
 */
class ArchitectureTest {
  private static final String ROOT = "dev.ridgeline.";

  /** Module to the modules that it may use. A new module gets a line here. */
  private static final Map<String, Set<String>> MODULE_ARROWS =
      Map.of(
          "core", Set.of(),
          "testkit", Set.of("core"),
          "penalties", Set.of("core"),
          "optimizers", Set.of("core"),
          "io", Set.of("core"),
          "openblas", Set.of("core"),
          "report", Set.of("core"),
          "examples",
              Set.of("core", "testkit", "penalties", "optimizers", "io", "openblas", "report"));

  /**
   * The packages of core, from used to using: a package may use those before it, and those in its
   * own line as long as no cycle comes of it. A new package of core gets a place here.
   */
  private static final List<List<String>> CORE_PACKAGES =
      List.of(
          List.of("linalg", "data"),
          List.of("parameter"),
          List.of("layer", "loss", "penalty"),
          List.of("objective"),
          List.of("optimizer", "solver"),
          List.of("plugin"),
          List.of("layers", "losses"),
          List.of("model"),
          List.of("network", "linear"),
          List.of("train"),
          List.of("evaluate"),
          List.of("select"));

  private static final Pattern MODULE =
      Pattern.compile("/ridgeline-([a-z]+)-[^/]*\\.jar!/|/([a-z]+)/target/classes/");

  private static JavaClasses all;

  @BeforeAll
  static void read_every_module() {
    all =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ridgeline");
  }

  @Test
  void every_module_that_examples_depends_on_is_seen() {
    Set<String> seen = all.stream().map(ArchitectureTest::moduleOf).collect(Collectors.toSet());
    assertTrue(
        seen.containsAll(Set.of("core", "testkit", "penalties", "optimizers", "io", "examples")),
        () -> "modules read: " + seen);
  }

  @Test
  void modules_use_only_the_modules_that_the_design_allows() {
    classes().should(useOnlyAllowedModules()).check(all);
  }

  @Test
  void packages_of_core_use_only_packages_before_them() {
    for (int place = 0; place < CORE_PACKAGES.size(); place++) {
      Set<String> later =
          CORE_PACKAGES.stream().skip(place + 1).flatMap(List::stream).collect(Collectors.toSet());
      Set<String> here = Set.copyOf(CORE_PACKAGES.get(place));
      noClasses()
          .that(inCorePackages(here))
          .should()
          .dependOnClassesThat(inCorePackages(later))
          .allowEmptyShould(true)
          .check(all);
    }
  }

  @Test
  void every_package_of_core_has_its_place_in_the_order() {
    Set<String> placed = CORE_PACKAGES.stream().flatMap(List::stream).collect(Collectors.toSet());
    Set<String> strays =
        all.stream()
            .filter(type -> moduleOf(type).equals("core"))
            .map(ArchitectureTest::areaOf)
            .filter(area -> !placed.contains(area))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), strays, "packages of core without a line in CORE_PACKAGES");
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(all);
  }

  @Test
  void no_package_is_split_over_two_modules() {
    Map<String, Set<String>> modulesOfPackage = new TreeMap<>();
    for (JavaClass type : all) {
      modulesOfPackage
          .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
          .add(moduleOf(type));
    }
    modulesOfPackage.values().removeIf(modules -> modules.size() == 1);
    assertEquals(Map.of(), modulesOfPackage, "packages in more than one module");
  }

  @Test
  void libraries_print_nothing() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS
        .because("libraries log through SLF4J; only examples print")
        .check(all.that(outsideExamples()));
  }

  @Test
  void libraries_do_not_depend_on_a_logging_backend() {
    noClasses()
        .that(outsideExamples())
        // Hushes the java.util.logging of netlib, which logs the choice that Ridgeline logs itself.
        .and()
        .doNotHaveFullyQualifiedName("dev.ridgeline.linalg.BlasChoice")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ch.qos.logback..", "java.util.logging..")
        .check(all);
  }

  @Test
  void nothing_uses_java_serialization() {
    noClasses()
        .should(declareSerializable())
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
        .check(all);
  }

  private static ArchCondition<JavaClass> useOnlyAllowedModules() {
    return new ArchCondition<>("use only the modules that the design allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String module = moduleOf(type);
        Set<String> allowed = MODULE_ARROWS.get(module);
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(
                  type, "module " + module + " has no line in MODULE_ARROWS"));
          return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!target.getPackageName().startsWith(ROOT)) {
            continue;
          }
          String other = moduleOf(target);
          if (!other.equals(module) && !allowed.contains(other)) {
            events.add(
                SimpleConditionEvent.violated(
                    type, module + " -> " + other + ": " + dependency.getDescription()));
          }
        }
      }
    };
  }

  /** Enums and exceptions are serializable by inheritance; what counts is asking for it. */
  private static ArchCondition<JavaClass> declareSerializable() {
    return new ArchCondition<>("declare java.io.Serializable or Externalizable") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean declares =
            type.getRawInterfaces().stream()
                .anyMatch(
                    i ->
                        i.isEquivalentTo(Serializable.class)
                            || i.isAssignableTo(Externalizable.class));
        events.add(
            new SimpleConditionEvent(
                type, declares, type.getName() + " declares Serializable: " + declares));
      }
    };
  }

  private static DescribedPredicate<JavaClass> inCorePackages(Set<String> areas) {
    return DescribedPredicate.describe(
        "are in the packages " + new TreeSet<>(areas) + " of core",
        type -> {
          JavaClass named = type.getBaseComponentType();
          return named.getPackageName().startsWith(ROOT)
              && areas.contains(areaOf(named))
              && moduleOf(named).equals("core");
        });
  }

  private static DescribedPredicate<JavaClass> outsideExamples() {
    return DescribedPredicate.describe(
        "are outside examples", type -> !moduleOf(type).equals("examples"));
  }

  /** The name after {@code dev.ridgeline.}: "penalty" for dev.ridgeline.penalty and below. */
  private static String areaOf(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }

  private static String moduleOf(JavaClass type) {
    String uri =
        type.getSource()
            .orElseThrow(() -> new AssertionError("no class file known for " + type.getName()))
            .getUri()
            .toString();
    Matcher matcher = MODULE.matcher(uri);
    if (!matcher.find()) {
      throw new AssertionError("cannot tell the module of " + uri);
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }
}
