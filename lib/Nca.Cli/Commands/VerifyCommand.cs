using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Nca.Analysis.Growth;
using Nca.Analysis.Robustness;
using Nca.Engines.Fused;
using Nca.Studies;
using Nca.Training;

namespace Nca.Cli.Commands;

/// <summary><c>nca verify</c>: checks the shipped runs, or any run, against what is claimed of them.</summary>
internal static class VerifyCommand
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static Command Create()
    {
        var run = new Option<string?>("--run") { Description = "Folder of one run to check instead of the shipped ones." };
        var recipe = new Option<string?>("--recipe")
        {
            Description = "A preset: checks its runs of all seeds found; fails if one of them fails.",
        };
        var against = new Option<string?>("--claims")
        {
            Description = "Document or Regenerating: the criteria for --run and --recipe; by default those that fit its training.",
        };
        var samples = new Option<int?>("--samples", "--seeds")
        {
            Description = $"Samples of each run; {Evaluation.DefaultSamples} by default, {Certificate.DefaultSamples} for the certificate.",
        };
        var quick = new Option<bool>("--quick")
        {
            Description = "Growth, persistence to step 10,000 and small wounds only: half a minute.",
        };
        var certificate = new Option<bool>("--certificate")
        {
            Description = "Also measures the certificate (every wound, and a long run) of runs for which none is claimed.",
        };
        var until = new Option<int>("--until")
        {
            Description = $"Steps of the certificate's long run, a multiple of {Persistence.Every}.",
            DefaultValueFactory = _ => Certificate.LongRun,
        };
        var json = new Option<string?>("--json") { Description = "Also writes the results to this JSON file." };
        var markdown = new Option<string?>("--markdown") { Description = "Also writes the certificates to this file, as tables." };
        var command = new Command("verify", "Measures trained runs against the claims; exit code 1 if one fails.")
        {
            run,
            recipe,
            against,
            samples,
            quick,
            certificate,
            until,
            json,
            markdown,
        };
        command.SetAction(
            (parsed, _) =>
                Task.FromResult(
                    Run(
                        parsed.GetValue(run),
                        parsed.GetValue(recipe),
                        parsed.GetValue(against),
                        new Effort(parsed.GetValue(samples), parsed.GetValue(quick), parsed.GetValue(certificate), parsed.GetValue(until)),
                        parsed.GetValue(json),
                        parsed.GetValue(markdown)
                    )
                )
        );
        return command;
    }

    private static int Run(string? folder, string? recipe, string? against, Effort effort, string? json, string? markdown)
    {
        effort.Require();
        if (folder is not null && recipe is not null)
            throw new InvalidConfigException("--run checks one run and --recipe all runs of a recipe; give only one of them.");
        if (markdown is not null && effort.Quick)
            throw new InvalidConfigException("--markdown writes the certificate, which --quick leaves out; give only one of them.");
        OutputPlace.Require(json, "--json");
        OutputPlace.Require(markdown, "--markdown");
        var subjects =
            recipe is not null ? VerifySubject.OfRecipe(recipe, against)
            : folder is not null ? [VerifySubject.OfFolder(folder, against)]
            : VerifySubject.OfShipped();
        var (verified, tables) = (new Dictionary<string, Verified>(), new StringBuilder());
        using var engine = new FusedRolloutEngine();
        foreach (var subject in subjects)
        {
            var result = Verify(subject, effort, engine);
            verified[subject.Name] = result;
            if (result.Certificate is { } certificate)
                tables.Append(CertificateText.Write(certificate, subject.Criteria)).Append('\n');
        }

        if (json is not null)
            AtomicFile.Write(json, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(verified, Readable)));
        if (markdown is not null)
            AtomicFile.Write(markdown, Encoding.UTF8.GetBytes(tables.ToString()));
        var claims = verified.Values.SelectMany(result => result.Claims).Where(claim => claim.Bound is not null).ToArray();
        var failed = claims.Count(claim => !claim.Holds);
        System.Console.WriteLine(failed == 0 ? "Every claim holds." : $"{failed} of {claims.Length} claims fail.");
        return failed == 0 ? 0 : 1;
    }

    private static Verified Verify(VerifySubject subject, Effort effort, FusedRolloutEngine engine)
    {
        var (run, criteria) = (subject.Run, subject.Criteria);
        var samples = effort.Samples ?? Evaluation.DefaultSamples;
        System.Console.WriteLine(
            $"{subject.Name}: {run.Target}, {run.Config.Steps} iterations; {samples} samples at fire rate {run.Config.FireRate}"
        );
        var claims = criteria.Check(Evaluation.Of(run, engine, samples)).ToList();
        foreach (var claim in claims)
            System.Console.WriteLine(Line(claim));
        if (effort.Quick || !(effort.Certificate || criteria.HaveCertificate))
        {
            System.Console.WriteLine();
            return new Verified(run.Identity, claims, null);
        }

        var operations = engine.Operations;
        samples = effort.Samples ?? Certificate.DefaultSamples;
        System.Console.WriteLine(
            $"  certificate, {samples} samples: back, to at most {WoundProtocol.Factor:0} times the error of undamaged twins, after "
                + $"{string.Join(", ", WoundProtocol.DefaultLooks)} steps; claimed of the last"
        );
        var certificate = Certificate.Of(run, engine, samples, effort.Until, watch: outcome =>
            System.Console.WriteLine(Line(criteria.Check(outcome), outcome))
        );
        System.Console.WriteLine(Line(criteria.Check(certificate)[^1]));
        System.Console.WriteLine($"  {(engine.Operations - operations) / 1e12:0.0} TFLOP");
        System.Console.WriteLine();
        return new Verified(run.Identity, [.. claims, .. criteria.Check(certificate)], certificate);
    }

    private static string Line(Criterion claim, WoundOutcome outcome)
    {
        var shares = string.Concat(outcome.BackAtEach.Select(share => $"{share.Value,8:0.0%}"));
        return $"  {claim.Text,-45}{shares}  [{claim.Low:0.0%}, {claim.High:0.0%}]  {BoundOf(claim),-10} {VerdictOf(claim)}".TrimEnd();
    }

    private static string Line(Criterion claim) =>
        (
            $"  {claim.Text,-45} {Number(claim, claim.Value),10}  [{Number(claim, claim.Low)}, {Number(claim, claim.High)}]  "
            + $"{BoundOf(claim),-12} {VerdictOf(claim)}"
        ).TrimEnd();

    private static string BoundOf(Criterion claim) =>
        claim.Bound is { } limit ? $"{(claim.AtMost ? "≤" : "≥")} {Number(claim, limit)}" : "reported";

    private static string VerdictOf(Criterion claim) =>
        claim.Bound is null ? ""
        : claim.Holds ? "holds"
        : "FAILS";

    private static string Number(Criterion claim, double value) =>
        claim.IsShare ? $"{value:0.0%}"
        : value < 0.01 ? $"{value:0.000000}"
        : $"{value:0.0000}";

    private sealed record Verified(string Identity, IReadOnlyList<Criterion> Claims, Certificate? Certificate);

    private sealed record Effort(int? Samples, bool Quick, bool Certificate, int Until)
    {
        public void Require()
        {
            CertificateArguments.Require(Samples, Until);
            if (Quick && Certificate)
                throw new InvalidConfigException(
                    "--quick leaves the certificate out and --certificate asks for it; give only one of them."
                );
        }
    }
}
