using Nca.Analysis.Attractors;
using Nca.Runs;
using Nca.Studies;

namespace Nca.Tests.Studies;

/// <summary>Studies of attractors as files and as sentences.</summary>
public sealed class AttractorStudyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void What_is_written_is_read_again_to_four_digits()
    {
        var (path, made) = (Path.Combine(_folder, "made.json"), Made());
        made.Save(path);
        var read = AttractorStudy.Load(path);
        Assert.Equal((made.Identity, made.Name, made.FireRate), (read.Identity, read.Name, read.FireRate));
        Assert.Equal(made.Life.Steps, read.Life.Steps);
        Assert.Equal([1e-5, double.PositiveInfinity], read.Life.Errors[1]);
        Assert.Equal(made.Life.Living[0], read.Life.Living[0]);
        Assert.Null(read.Synchronous);
        Assert.Null(read.SynchronousRhythm);
        Assert.Equal([-0.01235, double.NegativeInfinity], read.Noisy.Values);
        Assert.Equal(made.Noisy.Steps, read.Noisy.Steps);
        Assert.Equal((RhythmKind.BroadBand, (double?)41.5), (read.NoisyRhythm.Kind, read.NoisyRhythm.Period));
        Assert.Equal(made.NoisyRhythm.Power, read.NoisyRhythm.Power);
        Assert.Equal(made.NoisyRhythm.Signal, read.NoisyRhythm.Signal);
        Assert.Equal(made.Returns[0].Returned, read.Returns[0].Returned);
        Assert.Equal(made.Census.Rows[0].Forms, read.Census.Rows[0].Forms);
        Assert.Equal(made.Census.Groups, read.Census.Groups);
        Assert.Equal(made.Census.Groups[0].Rgb(2), read.Census.Groups[0].Rgb(2));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"Identity":"x","Name":"x","Life":{"Steps":[0],"Errors":[null]}}""")]
    public void A_damaged_file_is_one_line_that_names_it(string text)
    {
        var path = Path.Combine(_folder, "damaged.json");
        File.WriteAllText(path, text);
        var error = Assert.Throws<RunException>(() => AttractorStudy.Load(path));
        Assert.Equal($"{path} is damaged; take an unharmed copy, or measure again.", error.Message);
    }

    [Theory]
    [InlineData("\"Running\":[[-0.02,-1],", "\"Running\":[[-0.02],")]
    [InlineData("\"Returned\":[2,1]", "\"Returned\":[2]")]
    [InlineData("\"Returned\":[2,1]", "\"Returned\":[2,3]")]
    [InlineData("\"Groups\":[0,0,1]", "\"Groups\":[0,0,2]")]
    [InlineData("\"Living\":[[3,3],", "\"Living\":[[3],")]
    [InlineData("\"Picture\":\"", "\"Picture\":\"AAAA")]
    [InlineData("\"Itself\"", "\"Ghost\"")]
    public void A_study_that_does_not_fit_itself_is_damaged(string whole, string broken)
    {
        var path = Path.Combine(_folder, "made.json");
        Made().Save(path);
        var text = File.ReadAllText(path);
        Assert.Contains(whole, text);
        File.WriteAllText(path, text.Replace(whole, broken));
        Assert.Throws<RunException>(() => AttractorStudy.Load(path));
    }

    [Fact]
    public void Sentences_state_what_was_measured()
    {
        var made = Made();
        Assert.Equal(
            "1,000 steps in which every cell fires, from step 500: 1 of 2 are still the picture, 0 are dead, 1 have exploded. "
                + "The first has left the picture (an error above 0.003) by step 1,000, the first has exploded by step 1,000. "
                + "Of the 1 that live on, the mean error goes from 1.0e-5 to 2.0e-5, living cells from 3 to 3; at the end a picture "
                + "changes by 2.0e-3 per step.",
            made.Life.Describe()
        );
        Assert.Equal(
            "1,000 steps in which every cell fires, from step 500: 2 of 2 are still the picture, 0 are dead, 0 have exploded. "
                + "Of the 2 that live on, the mean error goes from 1.0e-5 to 2.5e-5, living cells from 3 to 2; at the end a picture "
                + "changes by 2.0e-3 per step.",
            (
                made.Life with
                {
                    Errors =
                    [
                        [1e-5, 2e-5],
                        [1e-5, 3e-5],
                    ],
                }
            ).Describe()
        );
        Assert.Equal(
            "1,000 steps in which every cell fires, from step 500: 0 of 2 are still the picture, 0 are dead, 2 have exploded. "
                + "The first has left the picture (an error above 0.003) by step 0, the first has exploded by step 1,000.",
            (
                made.Life with
                {
                    Errors =
                    [
                        [1, double.NaN],
                        [1, 101],
                    ],
                }
            ).Describe()
        );
        Assert.Equal(
            "Exponents per step: -0.0123 ± 0.0010, -Infinity ± 0.0000. Neighbours meet: the distance halves every 56.1 steps.",
            made.Noisy.Describe().Replace("-∞", "-Infinity", StringComparison.Ordinal)
        );
        Assert.Equal(
            "Broad-band: lines hold only 3 % of the power; the strongest peak, at 41.5 steps, holds 40 %.",
            made.NoisyRhythm.Describe()
        );
        Assert.Equal(
            "Pushed in any direction: the smallest size after which not all return is 0.5 (1 of 2); at least half return up to 0.5.",
            made.Returns[0].Describe()
        );
        Assert.Equal(
            "Pushed in any direction: all 2 return from every size up to 0.5.",
            (made.Returns[0] with { Returned = [2, 2] }).Describe()
        );
        Assert.Equal("3 states after 1,500 steps: itself 2, dead 1; 2 different pictures.", made.Census.Describe());
    }

    [Fact]
    public void Exponents_without_a_sign_are_counted()
    {
        var exponents = new LyapunovExponents(
            [1],
            [
                [0.0015, -0.0008, -0.03],
            ],
            [0.001, 0.001, 0.001],
            0
        );
        Assert.Equal(2, exponents.Neutral());
        Assert.EndsWith("2 of them cannot be told from 0: there, neighbours neither meet nor part.", exponents.Describe());
        var chaos = exponents with
        {
            Running =
            [
                [0.01, 0, -0.03],
            ],
        };
        Assert.EndsWith("Neighbours part: the distance doubles every 69.3 steps.", chaos.Describe());
    }

    [Fact]
    public void Effort_shrinks_with_the_steps()
    {
        Assert.Equal(new AttractorEffort(), AttractorEffort.Scaled(2000, 32, 10));
        var little = AttractorEffort.Scaled(50, 2, 1);
        Assert.Equal((50, 100, 64, 15, 37), (little.Steps, little.Transient, little.Signal, little.ReturnSteps, little.CensusSteps));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttractorEffort.Scaled(49, 2, 1));
    }

    [Fact]
    public void Stored_studies_are_whole()
    {
        var stored = AttractorStudy.AllStored();
        Assert.All(stored, study => Assert.Equal(CensusStarts.All.Select(start => start.Name), study.Census.Rows.Select(row => row.Start)));
        Assert.Equal(stored.Count, stored.Select(study => study.Identity).Distinct().Count());
    }

    private static AttractorStudy Made() =>
        new(
            "identity",
            "chick",
            0.5,
            new SynchronousLife(
                500,
                [0, 1000],
                [
                    [1e-5, 2e-5],
                    [1e-5, double.PositiveInfinity],
                ],
                [
                    [3, 3],
                    [3, 1],
                ],
                [
                    [1e-3, 2e-3],
                    [1e-3, 2e-3],
                ],
                0.01
            ),
            null,
            null,
            new LyapunovExponents(
                [5, 10],
                [
                    [-0.02, -1],
                    [-0.012346, double.NegativeInfinity],
                ],
                [0.001, 0],
                25
            ),
            new Rhythm(RhythmKind.BroadBand, 41.5, 1e-3, 0.4, 0.03, 1, [0.5, 0.5], [1e-3, -1e-3]),
            [new ReturnCurve("any direction", [0.1, 0.5], [2, 1], 2, 600)],
            new Census(
                2,
                1500,
                3,
                0.1,
                [new CensusRow("seed", "one seed cell", [EndForm.Itself, EndForm.Itself, EndForm.Dead], [0, 0, 1])],
                [
                    new EndGroup(EndForm.Itself, 2, "one seed cell", PackedPicture.Of(new byte[12])),
                    new EndGroup(EndForm.Dead, 1, "one seed cell", null),
                ]
            )
        );

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
