using Nca.Analysis.Robustness;
using Nca.Runs;
using Nca.Studies;

namespace Nca.Tests.Studies;

/// <summary>Studies of robustness as files and as sentences.</summary>
public sealed class RobustnessStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void What_is_written_is_read_again_to_four_digits()
    {
        var path = Path.Combine(_folder, "made.json");
        var made = Made();
        made.Save(path);
        var read = RobustnessStudy.Load(path);
        Assert.Equal(
            (made.Certificate.Identity, made.Certificate.Name, made.Certificate.Samples),
            (read.Certificate.Identity, read.Certificate.Name, read.Certificate.Samples)
        );
        var (wound, again) = (made.Certificate.Wounds[0], read.Certificate.Wounds[0]);
        Assert.Equal((wound.Wound, wound.Text), (again.Wound, again.Text));
        Assert.Equal(wound.Looks, again.Looks);
        Assert.Equal(wound.BackAtEach, again.BackAtEach);
        Assert.Equal([1.235e-5, double.PositiveInfinity], again.Trials[0].Errors);
        Assert.True(double.IsNaN(again.Trials[1].Errors[1]));
        Assert.Equal(made.Certificate.Survival.LeftAt, read.Certificate.Survival.LeftAt);
        Assert.Equal(made.Certificate.Survival.Ages, read.Certificate.Survival.Ages);
        Assert.Equal(made.Discs.Radii, read.Discs.Radii);
        Assert.Equal(made.Discs.Centres, read.Discs.Centres);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"Certificate":{"Identity":"x","Name":"x","Samples":2,"Wounds":[null]},"Discs":null}""")]
    public void A_damaged_file_is_one_line_that_names_it(string text)
    {
        var path = Path.Combine(_folder, "damaged.json");
        File.WriteAllText(path, text);
        var error = Assert.Throws<RunException>(() => RobustnessStudy.Load(path));
        Assert.StartsWith($"{path} is damaged", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.StartsWith($"{path}x cannot be read", Assert.Throws<RunException>(() => RobustnessStudy.Load(path + "x")).Message);
    }

    [Fact]
    public void A_file_with_looks_that_do_not_fit_is_damaged()
    {
        var path = Path.Combine(_folder, "made.json");
        Made().Save(path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"Looks\":[200,600]", "\"Looks\":[200]"));
        Assert.Throws<RunException>(() => RobustnessStudy.Load(path));
    }

    [Fact]
    public void Sentences_state_what_was_measured()
    {
        var made = Made();

        // Wilson's interval of 1 in 2: (1 + 1.92) / 5.84 ± 1.96 / 5.84 · √(0.5 + 0.96) = 0.5 ± 0.4055.
        Assert.Equal(
            "0 of 1 wounds are survived by at least 95 % of 2 creatures, 600 steps later.\n"
                + "Survived by fewer than half: large hole (0 %, 95 % interval 0 to 65.8 %).\n"
                + "0 of 1 claims hold.",
            made.Certificate.DescribeWounds(Criteria.Regenerating)
        );
        Assert.EndsWith("Nothing is claimed of this creature.", made.Certificate.DescribeWounds(Criteria.Document));
        Assert.Equal(
            "1 of 2 creatures are themselves to step 1,000 (50 %, 95 % interval 9.5 to 90.5 %); the first one leaves at step 700.",
            made.Certificate.DescribeSurvival()
        );
        Assert.Equal(
            "The weakest place is row 1, column 3: the largest disc survived there has a radius of 2.5 cells. "
                + "At 1 of 4 places no disc up to 24 cells is too large.",
            made.DescribeDiscs()
        );
    }

    [Fact]
    public void Stored_studies_are_whole()
    {
        if (!Directory.Exists(ProjectFolder.Of("data", "studies", RobustnessStudy.Folder)))
            return;
        var stored = Directory.GetFiles(ProjectFolder.Of("data", "studies", RobustnessStudy.Folder), "*.json").Select(RobustnessStudy.Load);
        Assert.All(stored, study =>
            Assert.Equal(Wounds.All.Select(wound => wound.Name), study.Certificate.Wounds.Select(outcome => outcome.Wound))
        );
    }

    private static RobustnessStudy Made() =>
        new(
            new Certificate(
                "identity",
                "🐣",
                2,
                [
                    new WoundOutcome(
                        Wounds.LargeCentre.Name,
                        "large hole",
                        [200, 600],
                        [
                            new WoundTrial(200, true, 1e-5, [1.23456e-5, double.PositiveInfinity], [2e-5, 2e-5]),
                            new WoundTrial(200, true, 1e-5, [1, double.NaN], [2e-5, 2e-5]),
                        ]
                    ),
                ],
                new Survival(1_000, [null, 700], [100, 1_000], [1e-4, 1e-4], [1e-4, 2e-4])
            ),
            new SurvivableDiscs([1, 3], [24, 2.5, 4, 3], 24, 8, 600)
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
